package io.millrace.app.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.journal.JournalClients;
import io.millrace.app.training.CallListener.Result;
import io.millrace.schemas.drift.RetrainingRequest;
import io.millrace.schemas.registry.RegistryUnavailableException;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.wire.AvroDecoder;
import io.millrace.schemas.wire.Decoded;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts each request for a model to a URL, as JSON: at least once, in their order, by one of all monitors. A call that is not answered, or with a
 * status that may pass (408, 425, 429, 500 and above), is made again until it is; {@code Idempotency-Key} is the request's id. Redirects are
 * not followed. A thread of its own; whatever happens to it, nothing else stops.
 */
public final class RetrainingWebhook implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RetrainingWebhook.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final List<Integer> PASSING = List.of(408, 425, 429);

    private final URI url;
    private final String topic;
    private final Consumer<byte[], byte[]> consumer;
    private final AvroDecoder decoder;
    private final CallListener listener;
    private final HttpClient http;
    private final ObjectMapper json = new ObjectMapper();
    private final Thread calling;
    private Duration pause = FIRST_PAUSE;
    private boolean closed;

    private RetrainingWebhook(
            URI url, String topic, Consumer<byte[], byte[]> consumer, AvroDecoder decoder, CallListener listener) {
        this.url = url;
        this.topic = topic;
        this.consumer = consumer;
        this.decoder = decoder;
        this.listener = listener;
        this.http = HttpClient.newBuilder()
                .connectTimeout(ANSWER)
                .followRedirects(Redirect.NEVER)
                .build();
        this.calling = new Thread(this::run, "retraining-webhook");
        this.calling.setDaemon(true);
    }

    /**
     * Tells of requests from now on, and of those that no monitor has told yet.
     *
     * @param group of the monitors that share this
     */
    public static RetrainingWebhook start(
            URI url,
            String topic,
            String group,
            JournalClients clients,
            SchemaRegistry registry,
            CallListener listener) {
        var decoder = new AvroDecoder(registry, RetrainingRequest.getClassSchema());
        var webhook = new RetrainingWebhook(url, topic, clients.member(group), decoder, listener);
        webhook.calling.start();
        return webhook;
    }

    private void run() {
        try {
            consumer.subscribe(List.of(topic));
            while (!isClosed()) {
                step();
            }
        } catch (WakeupException | InterruptException | InterruptedException e) {
            LOG.atDebug().log("no more calls");
        } finally {
            Thread.interrupted(); // which was to end a call, and must not cut the closing short
            consumer.close();
        }
    }

    private void step() throws InterruptedException {
        try {
            for (var request : consumer.poll(POLL)) {
                if (!isTold(request)) {
                    consumer.seek(place(request), request.offset());
                    break;
                }
                consumer.commitSync(Map.of(place(request), new OffsetAndMetadata(request.offset() + 1)));
                pause = FIRST_PAUSE;
            }
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (KafkaException | RegistryUnavailableException e) {
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("requests for models cannot be read; trying again");
            rest();
        }
    }

    private static TopicPartition place(ConsumerRecord<byte[], byte[]> request) {
        return new TopicPartition(request.topic(), request.partition());
    }

    /** Whether that is done with: told, or never to be told. */
    private boolean isTold(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        if (!(decoder.decode(record.value()) instanceof Decoded.Value request)) {
            LOG.atWarn()
                    .addKeyValue("topic", topic)
                    .addKeyValue("offset", record.offset())
                    .log("left out what is no request for a model");
            return true;
        }
        var result = call(request.record());
        listener.called(result);
        if (result == Result.FAILED) {
            rest();
        }
        return result != Result.FAILED;
    }

    private Result call(GenericRecord request) throws InterruptedException {
        try {
            var call = HttpRequest.newBuilder(url)
                    .timeout(ANSWER)
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", String.valueOf(request.get("request_id")))
                    .POST(BodyPublishers.ofString(json.writeValueAsString(RequestJson.of(request))))
                    .build();
            int status = http.send(call, BodyHandlers.discarding()).statusCode();
            if (status >= 200 && status < 300) {
                return Result.DELIVERED;
            }
            boolean passing = status >= 500 || PASSING.contains(status);
            LOG.atWarn()
                    .addKeyValue("request", request.get("request_id"))
                    .addKeyValue("status", status)
                    .log(passing ? "the webhook cannot take it now; trying again" : "the webhook refuses it");
            return passing ? Result.FAILED : Result.REFUSED;
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("request", request.get("request_id"))
                    .addKeyValue("reason", String.valueOf(e.getMessage()))
                    .log("the webhook does not answer; trying again");
            return Result.FAILED;
        }
    }

    /** Each time twice as long, up to a minute; ends when this is closed. */
    private synchronized void rest() throws InterruptedException {
        long until = System.nanoTime() + pause.toNanos();
        for (long left = pause.toNanos(); left > 0 && !closed; left = until - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** What was not told is told by another monitor, or when one starts again. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        consumer.wakeup();
        calling.interrupt(); // a call that is on its way
        try {
            calling.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
