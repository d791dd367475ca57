package io.millrace.benchmarks.scoring;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.Origin;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Reads a JSON array of numbers from its bytes as the row of an event that has nothing else. One per task. */
final class PointReader implements Processor<byte[], byte[], byte[], Event> {
    private static final GenericData.Record NOTHING =
            new GenericData.Record(Schema.createRecord("Point", null, null, false, List.of()));

    private final PointScanner scanner = new PointScanner();
    private final int width;
    private @Nullable ProcessorContext<byte[], Event> context;

    PointReader(int width) {
        this.width = width;
    }

    @Override
    public void init(ProcessorContext<byte[], Event> context) {
        this.context = context;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (context == null) {
            throw new IllegalStateException("process before init");
        }
        var place = context.recordMetadata().orElseThrow();
        var origin = new Origin(
                place.topic(), place.partition(), place.offset(), record.timestamp(), record.key(), record.value());
        var id = new String(record.key(), UTF_8);
        context.forward(record.withValue(
                new Event(NOTHING, origin, id, record.timestamp(), scanner.read(record.value(), width), 0)));
    }
}
