package io.millrace.sandbox.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.app.pipeline.Part;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.PipelineFolder;
import io.millrace.app.runtime.NewTopics;
import io.millrace.drift.profile.FeatureType;
import io.millrace.drift.profile.ProfileBuilder;
import io.millrace.drift.profile.ProfileJson;
import io.millrace.drift.profile.ProfiledModel;
import io.millrace.sandbox.command.SandboxMillrace;
import io.millrace.sandbox.registry.SandboxRegistry;
import io.millrace.schemas.prediction.PredictionSchema;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.wire.AvroEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Ten hours of predictions over four partitions, one of whose features moves after six, and monitors in processes of their own that read them: each on a
 * broker of its own, from the first to the last.
 */
final class MonitorStand implements AutoCloseable {
    private static final int PARTITIONS = 4;
    private static final int PREDICTIONS = 40_000;
    private static final int SEED = 20261122;
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    private static final Duration SPAN = Duration.ofHours(10);

    /** Windows that end here are complete, those after it may still be open when all has been read. */
    private static final Instant COMPLETE = START.plus(Duration.ofHours(9));

    private static final Duration WINDOW = Duration.ofHours(1);
    private static final String GROUP = "millrace-watched-monitor";
    private static final List<String> FEATURES = List.of("signal", "other", "luck");

    /** Features and score, each of all predictions and of those of the one version. */
    private static final int RECORDS_OF_A_WINDOW = 2 * (FEATURES.size() + 1);

    private static final List<String> QUICK_TO_START = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private static final String SIGNAL = """
            {"type": "record", "name": "Signal", "fields": [
              {"name": "id", "type": "string"},
              {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "customer", "type": "string"},
              {"name": "signal", "type": "double"},
              {"name": "other", "type": "double"},
              {"name": "luck", "type": "double"}
            ]}
            """;
    private static final String PIPELINE = """
            name: watched
            events: { topic: signals, schema: signal.avsc, id: id, time: time, key: customer, lateness: 1m }
            features:
              - values: { signal: signal, other: other, luck: luck }
            model: { source: model/, score: score, threshold: 0.5 }
            monitor:
              profile: profile.json
              window: 1h
              slide: 30m
              grace: 5m
              by: [version]
              hold: 2
              detectors:
                - { feature: signal, detector: page-hinkley, params: { threshold: 200 } }
            """;

    private final Path temporary;
    private final Path folder;
    private final Pipeline pipeline;
    private final SandboxRegistry registry = SandboxRegistry.start();
    private final List<byte[]> predictions;

    /**
     * What a monitor said of the windows that are complete.
     *
     * @param statistics in the order of their texts
     * @param alerts the same
     * @param openWindows of each kill, whether windows were open in event time
     */
    record Said(List<String> statistics, List<String> alerts, List<Boolean> openWindows) {}

    MonitorStand(Path temporary) throws Exception {
        this.temporary = temporary;
        this.folder = temporary.resolve("watched");
        ContestStand.write("champion", folder.resolve("model"));
        Files.writeString(folder.resolve("signal.avsc"), SIGNAL);
        Files.writeString(folder.resolve("profile.json"), profile());
        Files.writeString(folder.resolve("pipeline.yaml"), PIPELINE);
        this.pipeline = PipelineFolder.read(folder, EnumSet.of(Part.MONITOR));
        this.predictions = predictions();
    }

    private static String profile() throws Exception {
        var random = new Random(SEED);
        var profile = new ProfileBuilder(
                "watched",
                new ProfiledModel("contest", "champion", ContestStand.digest("champion")),
                FEATURES.stream()
                        .map(name -> new ProfileBuilder.Feature(name, FeatureType.DOUBLE))
                        .toList());
        for (int i = 0; i < 5_000; i++) {
            profile.add(
                    new double[] {random.nextGaussian(), random.nextGaussian(), random.nextDouble()},
                    random.nextDouble());
        }
        return ProfileJson.write(profile.build("five thousand rows made by a test"));
    }

    private List<byte[]> predictions() throws Exception {
        var random = new Random(SEED + 1);
        var schema = pipeline.predictionSchema();
        int id = SchemaRegistry.connect(registry.url())
                .register(SchemaRegistry.valueSubject(pipeline.topics().predictions()), schema);
        var encoder = new AvroEncoder(id, schema);
        var made = new ArrayList<byte[]>();
        for (int i = 0; i < PREDICTIONS; i++) {
            var prediction = new GenericData.Record(schema);
            long timeMillis = timeOf(i);
            prediction.put(PredictionSchema.PREDICTION_ID, "p" + i);
            prediction.put(PredictionSchema.EVENT_ID, "e" + i);
            prediction.put(PredictionSchema.EVENT_TIME, timeMillis);
            boolean moved = i >= 0.6 * PREDICTIONS;
            prediction.put("signal", random.nextGaussian() + (moved ? 2 : 0));
            prediction.put("other", random.nextGaussian());
            prediction.put("luck", random.nextDouble());
            prediction.put(PredictionSchema.SCORE, random.nextDouble());
            prediction.put(PredictionSchema.LABEL, false);
            prediction.put(PredictionSchema.THRESHOLD, 0.5);
            prediction.put(PredictionSchema.MODEL_NAME, "contest");
            prediction.put(PredictionSchema.MODEL_VERSION, "champion");
            prediction.put(PredictionSchema.MODEL_DIGEST, ContestStand.digest("champion"));
            prediction.put(PredictionSchema.VARIANT, "champion");
            prediction.put(PredictionSchema.SCORED_AT, timeMillis);
            prediction.put(PredictionSchema.SCORING_MICROS, 1L);
            made.add(encoder.encode(prediction));
        }
        return made;
    }

    private static long timeOf(int prediction) {
        return START.toEpochMilli() + SPAN.toMillis() * prediction / PREDICTIONS;
    }

    /** Looks at what a monitor has said, while its broker runs. */
    interface Looker {
        Looker NONE = arguments -> {};

        /**
         * Looks.
         *
         * @param place which says {@code millrace} where the pipeline is and where it runs
         */
        void look(List<String> place) throws Exception;
    }

    /** Has a monitor read all predictions, and kills it so often on the way. */
    Said run(int kills, Looker looker) throws Exception {
        var own = Files.createDirectory(temporary.resolve("kills-" + kills));
        try (var kafka = KafkaUnderTest.start();
                var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrap()));
                var producer = new KafkaProducer<>(
                        Map.<String, Object>of("bootstrap.servers", kafka.bootstrap()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            var topic = pipeline.topics().predictions();
            NewTopics.create(admin, List.of(new NewTopic(topic, PARTITIONS, (short) 1)));
            var openWindows = new ArrayList<Boolean>();
            var monitor = start(own, kafka);
            try {
                int published = 0;
                for (int kill = 1; kill <= kills + 1; kill++) {
                    int upTo = (int) (PREDICTIONS * (kill - 0.3) / (kills + 0.7)); // never where a window ends
                    long before = read(admin);
                    for (; published < upTo; published++) {
                        var unused = producer.send(new ProducerRecord<>(
                                topic,
                                published % PARTITIONS,
                                ("e" + published).getBytes(UTF_8),
                                predictions.get(published)));
                    }
                    producer.flush();
                    if (kill <= kills) {
                        KillStand.await(monitor, "some read", () -> read(admin) > before);
                        monitor.kill();
                        openWindows.add(timeOf(published) % WINDOW.toMillis() != 0);
                        monitor = start(own, kafka);
                    }
                }
                var committed = new Committed(kafka.bootstrap(), SchemaRegistry.connect(registry.url()));
                KillStand.await(
                        monitor,
                        "windows until " + COMPLETE,
                        () -> exists(admin, pipeline.topics().drift())
                                && statistics(committed)
                                                .filter(record ->
                                                        millis(record, "window_end") == COMPLETE.toEpochMilli())
                                                .count()
                                        >= RECORDS_OF_A_WINDOW);
                looker.look(List.of(folder.toString(), "--bootstrap", kafka.bootstrap(), "--registry", registry.url()));
                return new Said(
                        texts(statistics(committed)),
                        texts(committed
                                .decodeAll(committed.readAll(pipeline.topics().alerts()))
                                .stream()),
                        openWindows);
            } finally {
                monitor.close();
            }
        }
    }

    private MillraceProcess start(Path own, KafkaUnderTest kafka) throws Exception {
        return MillraceProcess.start(
                Files.createTempDirectory(own, "run"),
                QUICK_TO_START,
                SandboxMillrace.class,
                "run",
                folder.toString(),
                "--bootstrap",
                kafka.bootstrap(),
                "--registry",
                registry.url(),
                "--http-port",
                "0",
                "--roles",
                "monitor",
                "--instance",
                "monitor",
                "--state-dir",
                own.resolve("state").toString());
    }

    /** How many predictions the monitor has read for good. */
    private long read(Admin admin) throws Exception {
        var offsets = admin.listConsumerGroupOffsets(GROUP)
                .partitionsToOffsetAndMetadata()
                .get();
        return offsets.entrySet().stream()
                .filter(entry -> isOfPredictions(entry.getKey()))
                .mapToLong(entry -> entry.getValue().offset())
                .sum();
    }

    private boolean isOfPredictions(TopicPartition partition) {
        return partition.topic().equals(pipeline.topics().predictions());
    }

    private static boolean exists(Admin admin, String topic) throws Exception {
        return admin.listTopics().names().get().contains(topic);
    }

    private Stream<GenericRecord> statistics(Committed committed) {
        return committed.decodeAll(committed.readAll(pipeline.topics().drift())).stream();
    }

    private static List<String> texts(Stream<GenericRecord> records) {
        return records.filter(record -> millis(record, "window_end") <= COMPLETE.toEpochMilli())
                .map(Object::toString)
                .sorted()
                .toList();
    }

    private static long millis(GenericRecord record, String field) {
        return (Long) record.get(field);
    }

    @Override
    public void close() {
        registry.close();
    }
}
