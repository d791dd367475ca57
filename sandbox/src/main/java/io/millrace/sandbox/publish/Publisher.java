package io.millrace.sandbox.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.millrace.sandbox.simulator.Domain;
import io.millrace.sandbox.simulator.Message;
import io.millrace.sandbox.simulator.Message.Role;
import io.millrace.schemas.registry.IncompatibleSchemaException;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.wire.AvroEncoder;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes simulated streams of one domain with a producer of its own: acknowledged by all replicas, without gaps or
 * repetitions of its own making, in order within a partition.
 *
 * <p>The record key is the message's key in UTF-8. The record timestamp is the clock's for events and outcomes, which are
 * news, and simulated time for reference rows, which have been true since. Used by one thread; {@link #stop} by any.
 */
public final class Publisher implements AutoCloseable {
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(30);

    private final Domain domain;
    private final Clock clock;
    private final Sent.Listener listener;
    private final Map<Role, AvroEncoder> encoders = new EnumMap<>(Role.class);
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private volatile boolean stopped;

    /**
     * Registers the domain's schemas; its topics must exist.
     *
     * @param clock    tells the timestamps of events; real time outside of tests
     * @param listener told of every acknowledged message
     * @throws IncompatibleSchemaException if the registry has incompatible schemas under the same subjects
     */
    public Publisher(Domain domain, String bootstrap, SchemaRegistry registry, Clock clock, Sent.Listener listener)
            throws IncompatibleSchemaException {
        this.domain = domain;
        this.clock = clock;
        this.listener = listener;
        for (var channel : domain.channels().entrySet()) {
            var schema = channel.getValue().schema();
            var id = registry.register(channel.getValue().subject(), schema);
            encoders.put(channel.getKey(), new AvroEncoder(id, schema));
        }
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", bootstrap,
                        "client.id", "simulate-" + domain.channel(Role.EVENT).topic(),
                        "acks", "all",
                        "enable.idempotence", "true",
                        "linger.ms", "5"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /**
     * Publishes a stream until it ends, the pace says so, or {@link #stop} is called. Only events wait for the pace;
     * reference rows are acknowledged before the first event is sent. All that was sent is acknowledged on return.
     *
     * @throws KafkaException if a message could not be delivered
     */
    public Published publish(Iterator<Message> messages, Pace pace) throws InterruptedException {
        var tally = new Published.Tally();
        var events = 0L;
        while (!stopped && messages.hasNext()) {
            var message = messages.next();
            if (message.role() == Role.EVENT) {
                if (events == 0) {
                    producer.flush();
                }
                if (!pace.await(events++)) {
                    break;
                }
            }
            send(message);
            tally.count(message);
            throwIfFailed();
        }
        producer.flush();
        throwIfFailed();
        return tally.published();
    }

    /** Ends {@link #publish} before its next message. */
    public void stop() {
        stopped = true;
    }

    @Override
    public void close() {
        producer.close(CLOSE_WITHIN);
    }

    private void send(Message message) {
        var channel = domain.channel(message.role());
        var bytes = requireNonNull(encoders.get(message.role())).encode(message.value());
        if (message instanceof Message.Event event) {
            bytes = event.damage().apply(bytes, event.id());
        }
        var timestamp = message.role() == Role.REFERENCE ? message.deliveredAt().toEpochMilli() : clock.millis();
        var record = new ProducerRecord<>(
                channel.topic(), null, timestamp, message.key().getBytes(UTF_8), bytes);
        var handedOver = System.nanoTime();
        var unused = producer.send(record, (metadata, exception) -> {
            if (exception != null) {
                failure.compareAndSet(null, exception);
            } else {
                listener.sent(new Sent(message, metadata.topic(), metadata.partition(), metadata.offset(), handedOver));
            }
        });
    }

    private void throwIfFailed() {
        var cause = failure.get();
        if (cause != null) {
            throw new KafkaException("a simulated message could not be delivered", cause);
        }
    }
}
