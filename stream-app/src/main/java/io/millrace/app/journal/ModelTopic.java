package io.millrace.app.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.app.rollout.ModelPart;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * The bytes of registered models in Kafka, so that every instance and every replay can have every version without asking the registry that it
 * once came from. A file is written as records of at most {@link #MOST_BYTES} each. Safe for concurrent use.
 */
public final class ModelTopic {
    /** Of one record; a topic takes 1 MiB unless set otherwise. */
    static final int MOST_BYTES = 900_000;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(200);

    private final JournalClients clients;
    private final String topic;

    public ModelTopic(JournalClients clients, String topic) {
        this.clients = clients;
        this.topic = topic;
    }

    /**
     * Writes files of a model.
     *
     * @param key of the records: the model's digest
     * @param files names within the folder
     * @return where they are, when all replicas have them
     * @throws IOException if one cannot be read
     * @throws KafkaException if not all was written
     */
    public List<ModelPart> write(String key, Path folder, List<String> files) throws IOException {
        var parts = new ArrayList<ModelPart>();
        try (var producer = clients.producer()) {
            for (var file : files) {
                byte[] bytes = Files.readAllBytes(folder.resolve(file));
                for (int from = 0; from == 0 || from < bytes.length; from += MOST_BYTES) {
                    byte[] part = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + MOST_BYTES));
                    var record = new ProducerRecord<>(topic, JournalTopics.PARTITION, key.getBytes(UTF_8), part);
                    parts.add(new ModelPart(file, producer.send(record).get().offset()));
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
        return parts;
    }

    /**
     * Fetches files of a model.
     *
     * @param parts as {@link #write} gave them; not to be trusted
     * @param into a folder, which has none of these files yet
     * @param most bytes of all files together
     * @throws IOException if they cannot be written, are not where they should be, or are more than allowed
     * @throws KafkaException if the topic cannot be read
     */
    public void fetch(List<ModelPart> parts, Path into, long most) throws IOException {
        long left = most;
        try (var reader = clients.consumer()) {
            var partition = new TopicPartition(topic, JournalTopics.PARTITION);
            reader.assign(List.of(partition));
            var ahead = new ArrayList<ConsumerRecord<byte[], byte[]>>();
            for (var part : parts) {
                var path = into.resolve(part.file());
                if (!into.equals(path.getParent()) || part.file().startsWith(".")) {
                    throw new IOException("\"" + part.file() + "\" is no name of a model's file");
                }
                ahead.removeIf(record -> record.offset() < part.offset());
                if (ahead.isEmpty() || ahead.get(0).offset() != part.offset()) {
                    ahead.clear();
                    reader.seek(partition, part.offset());
                }
                long deadline = System.nanoTime() + PATIENCE.toNanos();
                while (ahead.isEmpty()) {
                    if (System.nanoTime() - deadline > 0) {
                        throw new TimeoutException("topic " + topic + " did not give offset " + part.offset());
                    }
                    ahead.addAll(reader.poll(POLL).records(partition));
                }
                var record = ahead.remove(0);
                if (record.offset() != part.offset() || record.value() == null) {
                    throw new IOException("topic " + topic + " has nothing at offset " + part.offset());
                }
                left -= record.value().length;
                if (left < 0) {
                    throw new IOException("the model's files have more than " + most + " bytes");
                }
                try (OutputStream out =
                        Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                    out.write(record.value());
                }
            }
        }
    }
}
