package io.millrace.sandbox.demo;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** Reads committed predictions of events whose ids count from 0, while more of them come. Run by one thread, asked by any. */
final class PredictionLog implements Runnable, AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Committed committed;
    private final List<String> columns;
    private final AtomicReferenceArray<double[]> byId;
    private final Map<Integer, GenericDatumReader<GenericRecord>> readers = new HashMap<>();
    private final AtomicInteger read = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();
    private volatile boolean closed;

    /**
     * @param columns of numbers
     * @param events how many there are
     */
    PredictionLog(Committed committed, String topic, List<String> columns, int events) {
        this.committed = committed;
        this.consumer = committed.consumer(topic);
        this.columns = List.copyOf(columns);
        this.byId = new AtomicReferenceArray<>(events);
    }

    @Override
    public void run() {
        try (consumer) {
            while (!closed || !Committed.isAtEnd(consumer)) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    var reader = readers.computeIfAbsent(
                            Committed.schemaId(record.value()), schema -> committed.reader(record.value()));
                    add(Committed.decode(record.value(), reader));
                }
            }
        }
    }

    private void add(GenericRecord prediction) {
        int id = Integer.parseInt(prediction.get("event_id").toString());
        double[] row = columns.stream()
                .mapToDouble(name -> number(prediction.get(name)))
                .toArray();
        if (byId.getAndSet(id, row) == null) {
            read.incrementAndGet();
        } else {
            repeated.incrementAndGet();
        }
    }

    private static double number(Object value) {
        return value == null ? Double.NaN : ((Number) value).doubleValue();
    }

    /** Of how many events there is a prediction. */
    int read() {
        return read.get();
    }

    /** How many predictions there are of events that have another. */
    int repeated() {
        return repeated.get();
    }

    /** The columns of the latest prediction of an event. */
    double[] of(int id) {
        return requireNonNull(byId.get(id));
    }

    /** Returns once there are so many, as long as there are more of them every now and then and those who make them are alive. */
    void await(int wanted, Duration patience, List<MillraceProcess> makers) throws Exception {
        while (read() < wanted) {
            int seen = read();
            try {
                Await.until("more than " + seen + " of " + wanted + " predictions", patience, () -> {
                    makers.forEach(MillraceProcess::assertAlive);
                    return read() > seen;
                });
            } catch (AssertionError e) {
                for (var maker : makers) {
                    e.addSuppressed(new AssertionError("the end of what one of them said:\n" + maker.lastWords()));
                }
                throw e;
            }
        }
    }

    /** Lets {@link #run} end when all that has been committed is read. */
    @Override
    public void close() {
        closed = true;
    }
}
