package io.millrace.app.pipeline;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.millrace.app.gate.Gate;
import io.millrace.app.gate.Gates;
import io.millrace.app.gate.TrustedKeys;
import io.millrace.app.model.CallDefinition;
import io.millrace.app.model.CircuitDefinition;
import io.millrace.app.model.ScoreOutput;
import io.millrace.app.model.TestModels;
import io.millrace.app.model.ValueGuard;
import io.millrace.app.yaml.Problem;
import io.millrace.drift.detect.DetectorKind;
import io.millrace.drift.judge.Goal;
import io.millrace.drift.judge.GuardSettings;
import io.millrace.drift.judge.JudgeSettings;
import io.millrace.drift.judge.Loss;
import io.millrace.drift.profile.FeatureType;
import io.millrace.drift.profile.ProfileBuilder;
import io.millrace.drift.profile.ProfileJson;
import io.millrace.drift.profile.ProfiledModel;
import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.drift.retraining.RetrainingRule;
import io.millrace.drift.stats.Statistic;
import io.millrace.drift.topology.CountedFrom;
import io.millrace.drift.topology.SplitBy;
import io.millrace.drift.window.AlertRule;
import io.millrace.drift.window.FalseDiscoveries;
import io.millrace.drift.window.Limit;
import io.millrace.drift.window.Limits;
import io.millrace.drift.window.RowSample;
import io.millrace.drift.window.SlidingWindows;
import io.millrace.drift.window.Watch;
import io.millrace.enrich.definition.FeatureGroup;
import io.millrace.enrich.definition.Span;
import io.millrace.enrich.definition.TimeField;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineFolderTest {
    private static final String DURATION = "must be a duration such as 30s, 5m, 1h or 7d, was ";
    private static final String TOPIC =
            "must be a topic name: up to 249 letters, digits, dots, dashes and underscores, was ";

    private static final int FUZZ_ROUNDS = 400;

    private final Path parent;
    private final Path folder;

    PipelineFolderTest(@TempDir Path parent) {
        this.parent = parent;
        this.folder = parent.resolve("transactions");
    }

    @BeforeEach
    void writeFolder() throws IOException {
        PipelineFixture.write(folder);
    }

    @Test
    void readsEverythingThatIsThere() throws Exception {
        var pipeline = PipelineFolder.read(folder);

        assertThat(pipeline.name()).isEqualTo("transactions");
        assertThat(pipeline.topics())
                .isEqualTo(new TopicNames(
                        "transactions",
                        "scored",
                        "transactions.dead-letters",
                        "transactions.drift",
                        "transactions.alerts",
                        "transactions.shadow",
                        "transactions.rollouts",
                        "transactions.models",
                        "transactions.quarantine",
                        "transactions.retraining",
                        "transactions.quality",
                        "transactions.counts"));
        var event = pipeline.definitions().event();
        assertThat(event.schema()).isEqualTo(new Schema.Parser().parse(PipelineFixture.TRANSACTION));
        assertThat(event.id()).isEqualTo("transaction_id");
        assertThat(event.time()).isEqualTo(TimeField.timestamp("tx_time"));
        assertThat(event.key()).isEqualTo("customer_id");
        assertThat(event.lateness()).isEqualTo(Duration.ofHours(2));
        assertThat(event.skew()).isEqualTo(Duration.ofMinutes(1));
        assertThat(event.deduplicate()).isEqualTo(Duration.ofHours(1));
        assertThat(event.expectations())
                .containsExactly(Map.entry("amount-is-sane", "amount >= 0.0 && amount < 1000000.0"));
        assertThat(pipeline.definitions().references()).singleElement().satisfies(customer -> {
            assertThat(customer.name()).isEqualTo("customer");
            assertThat(customer.topic()).isEqualTo("customers");
            assertThat(customer.key()).isEqualTo("customer_id");
        });
        assertThat(pipeline.definitions().groups())
                .last()
                .isEqualTo(new FeatureGroup.Aggregates(
                        "customer_id",
                        List.of(Duration.ofDays(1)),
                        Duration.ofHours(1),
                        Map.of("cust_avg", "mean(amount)")));
        assertThat(pipeline.featureNames()).containsExactly("amount", "night", "cust_avg_1d");
        assertThat(pipeline.predictions().carry()).containsExactly("customer_id", "terminal_id");
        var model = Objects.requireNonNull(pipeline.model());
        assertThat(model.score()).isEqualTo(new ScoreOutput("probabilities", 1));
        assertThat(model.threshold()).isEqualTo(0.5);
        assertThat(model.manifest().version()).isEqualTo("3");
        assertThat(model.calls()).isEqualTo(CallDefinition.DEFAULT);
        assertThat(pipeline.monitor())
                .isEqualTo(new MonitorDefinition(
                        PipelineFixture.PROFILE,
                        CountedFrom.PREDICTIONS,
                        RowSample.ALL,
                        SlidingWindows.tumbling(Duration.ofDays(1), Duration.ofHours(2)),
                        Duration.ofDays(8),
                        new AlertRule(3),
                        Limits.byKind(0.2, 0.5, 0.05, 200),
                        FalseDiscoveries.UNCONTROLLED,
                        SplitBy.NOTHING,
                        false,
                        List.of(),
                        null));
    }

    @Test
    void readsWhereRowsAreCounted() throws Exception {
        Files.writeString(folder.resolve("pipeline.yaml"), PipelineFixture.YAML + "  from: scoring\n");

        assertThat(Objects.requireNonNull(PipelineFolder.read(folder).monitor()).from())
                .isEqualTo(CountedFrom.SCORING);
    }

    @Test
    void readsHowManyRowsAreCounted() throws Exception {
        Files.writeString(folder.resolve("pipeline.yaml"), PipelineFixture.YAML + "  from: scoring\n  sample: 0.025\n");

        assertThat(Objects.requireNonNull(PipelineFolder.read(folder).monitor()).sample())
                .isEqualTo(new RowSample(0.025));
    }

    @Test
    void readsWhenAModelIsToBeAskedFor() throws Exception {
        Files.writeString(
                folder.resolve("pipeline.yaml"),
                PipelineFixture.YAML + "  retraining: { alerts: 2, history: 30d, cool-down: 0s }\n");
        assertThat(Objects.requireNonNull(PipelineFolder.read(folder).monitor()).retraining())
                .isEqualTo(new RetrainingRule(2, Duration.ofDays(30), Duration.ZERO));

        Files.writeString(folder.resolve("pipeline.yaml"), PipelineFixture.YAML + "  retraining: { history: 30d }\n");
        assertThat(Objects.requireNonNull(PipelineFolder.read(folder).monitor()).retraining())
                .isEqualTo(new RetrainingRule(1, Duration.ofDays(30), Duration.ofDays(7)));
    }

    @Test
    void readsWhatIsWatchedInWhichWindows() throws Exception {
        Files.writeString(folder.resolve("pipeline.yaml"), PipelineFixture.YAML + """
                  slide: 6h
                  cool-down: 2d
                  false-discovery: 0.05
                  by: [version, terminal_id]
                  segment-alerts: true
                  tests:
                    numbers: { kolmogorov-smirnov: 0.2, chi-square: 3 }
                    features:
                      amount: { wasserstein: 0.5 }
                      score: {}
                  detectors:
                    - { feature: amount, detector: page-hinkley, params: { threshold: 20 } }
                    - { feature: score, detector: adwin }
                """);

        var monitor = Objects.requireNonNull(PipelineFolder.read(folder).monitor());

        assertThat(monitor.windows())
                .isEqualTo(new SlidingWindows(Duration.ofDays(1), Duration.ofHours(6), Duration.ofHours(2)));
        assertThat(monitor.alerts()).isEqualTo(new AlertRule(3, Duration.ofDays(2)));
        assertThat(monitor.discoveries()).isEqualTo(new FalseDiscoveries(0.05));
        assertThat(monitor.by().version()).isTrue();
        assertThat(monitor.by().variant()).isFalse();
        assertThat(monitor.by().fields()).extracting(Schema.Field::name).containsExactly("terminal_id");
        assertThat(monitor.segmentAlerts()).isTrue();
        var kolmogorov = new Limit(Statistic.KOLMOGOROV_SMIRNOV, 0.2);
        var ofNight = List.of(kolmogorov, new Limit(Statistic.CHI_SQUARE, 3)); // two values are categories
        assertThat(monitor.limits().features())
                .isEqualTo(Map.of(
                        "amount",
                        List.of(new Limit(Statistic.WASSERSTEIN, 0.5)),
                        "night",
                        ofNight,
                        "cust_avg_1d",
                        ofNight,
                        "score",
                        List.of()));
        assertThat(monitor.watches())
                .containsExactly(
                        new Watch(
                                "amount",
                                DetectorKind.PAGE_HINKLEY,
                                DetectorKind.PAGE_HINKLEY.settings(Map.of("threshold", "20"))),
                        new Watch("score", DetectorKind.ADWIN, DetectorKind.ADWIN.settings(Map.of())));
    }

    @Test
    void splitsByNoFieldOfNumbersThatHardlyRepeat() throws Exception {
        var yaml = PipelineFixture.YAML.replace("carry: [customer_id, terminal_id]", "carry: [amount]");
        Files.writeString(folder.resolve("pipeline.yaml"), yaml + "  by: [amount]\n");

        assertThatThrownBy(() -> PipelineFolder.read(folder))
                .hasMessageContaining("39: monitor.by[0]: a field to split by must be a string, an enum, a boolean,"
                        + " an int or a long");
    }

    @Test
    void takesThresholdsThatTheProfileHasLearnt() throws Exception {
        var learnt = PipelineFixture.PROFILE;
        var amount = learnt.features().get(0).withThresholds(Map.of("psi", 0.07));
        var profile = new ReferenceProfile(
                learnt.pipeline(),
                learnt.model(),
                learnt.createdFrom(),
                learnt.sampleSize(),
                10,
                1,
                List.of(amount, learnt.features().get(1), learnt.features().get(2)),
                List.of(),
                learnt.score());
        Files.writeString(folder.resolve("profile.json"), ProfileJson.write(profile));
        Files.writeString(
                folder.resolve("pipeline.yaml"),
                PipelineFixture.YAML + "  tests: { features: { amount: { psi: learnt } } }\n");
        assertThat(Objects.requireNonNull(PipelineFolder.read(folder).monitor())
                        .limits()
                        .of(amount))
                .containsExactly(new Limit(Statistic.PSI, 0.07));

        Files.writeString(
                folder.resolve("pipeline.yaml"),
                PipelineFixture.YAML + "  tests: { features: { night: { psi: learnt } } }\n");
        assertThatThrownBy(() -> PipelineFolder.read(folder))
                .hasMessageContaining("39: monitor.tests.features.night.psi: the profile has learnt none for night");
    }

    @Test
    void takesDefaultsForWhatIsLeftOut() throws Exception {
        var yaml = new StringBuilder();
        PipelineFixture.YAML
                .lines()
                .filter(
                        line -> !line.matches(
                                " +(key|lateness|skew|deduplicate|expect|amount-is-sane|delay|grace|warm-up|hold|psi|mean-shift|missing-share):.*"))
                .filter(line -> !line.matches("predictions:| +topic: scored| +carry:.*"))
                .forEach(line -> yaml.append(line).append('\n'));
        Files.writeString(folder.resolve("pipeline.yaml"), yaml);

        var pipeline = PipelineFolder.read(folder);

        var event = pipeline.definitions().event();
        assertThat(event.key()).isNull();
        assertThat(event.lateness()).isEqualTo(Duration.ofHours(1));
        assertThat(event.skew()).isEqualTo(Duration.ofMinutes(5));
        assertThat(event.idle()).isEqualTo(Duration.ofSeconds(5));
        assertThat(event.deduplicate()).isNull();
        assertThat(event.expectations()).isEmpty();
        assertThat(((FeatureGroup.Aggregates) pipeline.definitions().groups().get(1)).delay())
                .isZero();
        assertThat(pipeline.topics().predictions()).isEqualTo("transactions.predictions");
        assertThat(pipeline.predictions().carry()).isEmpty();
        assertThat(pipeline.monitor())
                .isEqualTo(new MonitorDefinition(
                        PipelineFixture.PROFILE,
                        CountedFrom.PREDICTIONS,
                        RowSample.ALL,
                        SlidingWindows.tumbling(Duration.ofDays(1), Duration.ofHours(1)),
                        Duration.ZERO,
                        new AlertRule(2),
                        Limits.byKind(0.25, 1.0, 0.1, 200),
                        FalseDiscoveries.UNCONTROLLED,
                        SplitBy.NOTHING,
                        false,
                        List.of(),
                        null));
    }

    @Test
    void opensTheModelItHasProved() throws Exception {
        var pipeline = PipelineFolder.read(folder);
        try (var model = pipeline.openModel();
                var scorer = model.newScorer(1)) {
            scorer.put(0, new double[] {12.5, 0, 10});
            scorer.run(1);
            assertThat(scorer.score(0)).isCloseTo(0.278032541, within(1e-6));
        }
    }

    @Test
    void readsReferencesAsOfATime() throws Exception {
        var latest = PipelineFixture.YAML;
        var asOf = latest.replace("schema: customer.avsc }", "schema: customer.avsc, versions: 30d, time: since }");
        Files.writeString(folder.resolve("pipeline.yaml"), asOf);

        var references = PipelineFolder.read(folder).definitions().references();

        assertThat(references).singleElement().satisfies(customer -> {
            assertThat(customer.versions()).isEqualTo(Duration.ofDays(30));
            assertThat(customer.time()).isEqualTo("since");
        });
    }

    @Test
    void labelsScoresOfAnyScale() throws Exception {
        replace("pipeline.yaml", "threshold: 0.5", "threshold: -30");

        assertThat(Objects.requireNonNull(PipelineFolder.read(folder).model()).threshold())
                .isEqualTo(-30);
    }

    @Test
    void describesItsPredictions() throws Exception {
        assertThat(PipelineFolder.read(folder).predictionSchema().getFields().stream()
                        .map(Schema.Field::name)
                        .limit(8))
                .containsExactly(
                        "prediction_id",
                        "event_id",
                        "event_time",
                        "customer_id",
                        "terminal_id",
                        "amount",
                        "night",
                        "cust_avg_1d");
    }

    @Test
    void readsAPipelineWithoutModelAndMonitor() throws Exception {
        var features = PipelineFixture.YAML.substring(0, PipelineFixture.YAML.indexOf("model:"));
        Files.writeString(folder.resolve("pipeline.yaml"), features);

        var pipeline = PipelineFolder.read(folder);

        assertThat(pipeline.model()).isNull();
        assertThat(pipeline.monitor()).isNull();
        assertThatThrownBy(pipeline::openModel)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("pipeline transactions has no model");
    }

    @Test
    void readsAPipelineWhoseModelAndProfileAreYetToBeMade() throws Exception {
        Files.delete(folder.resolve("model/model.yaml"));
        Files.delete(folder.resolve("model/fraud.onnx"));
        Files.delete(folder.resolve("model"));
        Files.delete(folder.resolve("profile.json"));

        var pipeline = PipelineFolder.read(folder, Set.of());

        assertThat(pipeline.model()).isNull();
        assertThat(pipeline.monitor()).isNull();
        assertThat(pipeline.featureNames()).containsExactly("amount", "night", "cust_avg_1d");
        assertThat(problems())
                .containsExactly(
                        "pipeline.yaml:24: model.source: no such folder: model/",
                        "pipeline.yaml:31: monitor.profile: no such file: profile.json");
    }

    @Test
    void readsAModelWhoseProfileIsYetToBeMade() throws Exception {
        Files.delete(folder.resolve("profile.json"));

        var pipeline = PipelineFolder.read(folder, Set.of(Part.MODEL));

        assertThat(pipeline.model()).isNotNull();
        assertThat(pipeline.monitor()).isNull();
    }

    @Test
    void readsHowTheModelIsAsked() throws Exception {
        replace(
                "pipeline.yaml",
                "threshold: 0.5",
                "threshold: 0.5\n  deadline: 250ms\n  fallback: 0.02\n  circuit: { failures: 3, retry: 1m }");

        var model = Objects.requireNonNull(PipelineFolder.read(folder).model());
        assertThat(model.calls())
                .isEqualTo(new CallDefinition(Duration.ofMillis(250), new CircuitDefinition(3, Duration.ofMinutes(1))));
        assertThat(model.fallback()).isEqualTo(new FallbackReference.Constant(0.02));
    }

    @Test
    void readsHowManyScoresAreRemembered() throws Exception {
        assertThat(Objects.requireNonNull(PipelineFolder.read(folder).model()).cachedRows())
                .isZero();
        replace("pipeline.yaml", "threshold: 0.5", "threshold: 0.5\n  cache: { rows: 5000 }");

        assertThat(Objects.requireNonNull(PipelineFolder.read(folder).model()).cachedRows())
                .isEqualTo(5_000);
    }

    @Test
    void readsWhenAPartitionIsIdle() throws Exception {
        replace("pipeline.yaml", "skew: 1m", "skew: 1m\n  idle: 20s");

        assertThat(PipelineFolder.read(folder).definitions().event().idle()).isEqualTo(Duration.ofSeconds(20));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            { limit: 100, within: 1m }                                          | false
            { by: customer_id, limit: 100, within: 60s, quarantine: true } | true""")
    void readsHowManyEventsAKeyMayHave(String rate, boolean quarantines) throws Exception {
        replace("pipeline.yaml", "deduplicate: 1h", "deduplicate: 1h\n  rate: " + rate);

        var pipeline = PipelineFolder.read(folder);

        var guard = Objects.requireNonNull(pipeline.plan().admission().rate());
        assertThat(guard.by().name()).isEqualTo("customer_id");
        assertThat(guard.limit()).isEqualTo(100);
        assertThat(guard.withinMillis()).isEqualTo(60_000);
        assertThat(guard.quarantines()).isEqualTo(quarantines);
    }

    @Test
    void withoutARateAKeyMayHaveAnyNumberOfEvents() throws Exception {
        assertThat(PipelineFolder.read(folder).plan().admission().rate()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            100                                           | : must be a mapping of keys to values, was "100"
            { within: 1m }                                | .limit: is missing
            { limit: 5 }                                  | .within: is missing
            { limit: 0, within: 1m }                      | .limit: must be a whole number from 1 to 10000, was "0"
            { limit: 10001, within: 1m }                  | .limit: must be a whole number from 1 to 10000, was "10001"
            { limit: 5, within: often }                   | .within: must be a duration such as 30s, 5m, 1h or 7d
            { limit: 5, within: 0s }                      | .within: must be from 1ms to 365d
            { limit: 5, within: 1m, quarantine: maybe }   | .quarantine: must be true or false, was "maybe"
            { limit: 5, within: 1m, quarantaine: true }   | .quarantaine: unknown key, did you mean "quarantine"?
            { by: card, limit: 5, within: 1m }            | .by: unknown field 'card'
            { by: terminal_id, limit: 5, within: 1m }     | .by: must be what the topic is keyed by, 'customer_id': events are counted where they are read, and those of one terminal_id are in all partitions; leave `by` out, or key the topic by terminal_id""")
    void refusesWhatIsNoRate(String rate, String problem) throws Exception {
        replace("pipeline.yaml", "deduplicate: 1h", "deduplicate: 1h\n  rate: " + rate);

        assertThat(problems()).singleElement().asString().startsWith("pipeline.yaml:11: events.rate" + problem);
    }

    @Test
    void aRateNeedsTheKeyOfTheTopicAndAllThatIsWrongIsSaidAtOnce() throws Exception {
        replace("pipeline.yaml", "deduplicate: 1h", "deduplicate: 1h\n  rate:\n    limit: many\n    within: 1h30m");
        assertThat(problems())
                .satisfiesExactly(
                        limit -> assertThat(limit).startsWith("pipeline.yaml:12: events.rate.limit: "),
                        within -> assertThat(within).startsWith("pipeline.yaml:13: events.rate.within: "));

        replace("pipeline.yaml", "limit: many", "limit: 5");
        replace("pipeline.yaml", "within: 1h30m", "within: 90m");
        replace("pipeline.yaml", "  key: customer_id\n", "");
        assertThat(problems())
                .containsExactly("pipeline.yaml:10: events.rate: needs `events.key`: events are counted where they are"
                        + " read, and without it nobody knows whether those of one key are read in one place");
    }

    @Test
    void readsAnotherModelAsTheFallbackWhichMayDoWithSomeOfTheFeatures() throws Exception {
        PipelineFixture.writeLight(folder);
        replace("pipeline.yaml", "threshold: 0.5", "threshold: 0.5\n  fallback: { source: light/, score: score }");

        var pipeline = PipelineFolder.read(folder);

        var fallback = (FallbackReference.Model)
                Objects.requireNonNull(Objects.requireNonNull(pipeline.model()).fallback());
        assertThat(fallback.manifest().name()).isEqualTo("light");
        assertThat(fallback.threshold()).as("the model's").isEqualTo(0.5);
        try (var opened = pipeline.openFallback().orElseThrow();
                var scorer = opened.newScorer(1)) {
            scorer.put(0, new double[] {1, 1, 3});
            scorer.run(1);
            assertThat(scorer.score(0)).as("a quarter of the third").isEqualTo(0.75);
        }
    }

    @Test
    void aFallbackGoesThroughTheGateAsWell() throws Exception {
        PipelineFixture.writeLight(folder);
        replace("light/model.yaml", "cust_avg_1d", "cust_avg_2d");
        replace(
                "pipeline.yaml",
                "threshold: 0.5",
                "threshold: 0.5\n  fallback: { source: light/, score: scores, limit: 1 }");

        assertThat(problems())
                .containsExactly(
                        "light/model.yaml:6: features[0]: the pipeline has no feature \"cust_avg_2d\"",
                        "pipeline.yaml:27: model.fallback.limit: unknown key",
                        "pipeline.yaml:27: model.fallback.score: the model has no output \"scores\", did you mean \"score\"?,"
                                + " it has \"score\"");
    }

    @Test
    void aFallbackMustScoreItsGoldenRows() throws Exception {
        PipelineFixture.writeLight(folder);
        replace("light/model.yaml", "score: 0.25", "score: 0.5");
        replace("pipeline.yaml", "threshold: 0.5", "threshold: 0.5\n  fallback: { source: light/, score: score }");

        assertThat(problems()).singleElement().asString().contains("light/model.yaml:8: golden[0]");
    }

    @Test
    void readsWhatTheModelMaySee() throws Exception {
        replace("pipeline.yaml", "threshold: 0.5", """
                threshold: 0.5
                  values:
                    outside: refuse
                    features:
                      amount: { missing: -1, outside: 99 }
                      cust_avg_1d: { missing: refuse, infinite: pass, outside: pass }""");

        var values = Objects.requireNonNull(
                        PipelineFolder.read(folder, Set.of(Part.MODEL)).model())
                .values();

        assertThat(seen(values, 50, 1, 3)).isEqualTo("[50.0, 1.0, 3.0]");
        assertThat(seen(values, Double.NaN, 1, 3)).isEqualTo("[-1.0, 1.0, 3.0]");
        assertThat(seen(values, 99.5, 1, 3)).isEqualTo("[99.0, 1.0, 3.0]");
        assertThat(seen(values, 1 / 0.0, 1, 3)).startsWith("amount is Infinity");
        assertThat(seen(values, 50, Double.NaN, 1 / 0.0)).isEqualTo("[50.0, NaN, Infinity]");
        assertThat(seen(values, 50, 2, 3)).startsWith("night is 2.0, which the reference profile does not know");
        assertThat(seen(values, 50, 1, Double.NaN)).isEqualTo("cust_avg_1d is missing");
    }

    private static String seen(ValueGuard guard, double... row) {
        var seen = guard.look(row, new String[0], ValueGuard.Listener.NONE);
        return seen instanceof ValueGuard.Seen.Refused refused
                ? refused.detail()
                : Arrays.toString(((ValueGuard.Seen.Row) seen).numbers());
    }

    @Test
    void whatTheProfileDoesNotKnowCannotBeToldWithoutOne() throws Exception {
        Files.delete(folder.resolve("profile.json"));
        replace("pipeline.yaml", "threshold: 0.5", "threshold: 0.5\n  values: { outside: refuse }");

        assertThatThrownBy(() -> PipelineFolder.read(folder, Set.of(Part.MODEL)))
                .hasMessageContaining("monitor.profile: no such file: profile.json");

        String yaml = Files.readString(folder.resolve("pipeline.yaml"));
        Files.writeString(folder.resolve("pipeline.yaml"), yaml.substring(0, yaml.indexOf("monitor:")));
        assertThat(problems())
                .containsExactly("pipeline.yaml:27: model.values.outside: needs a reference profile: make one"
                        + " (millrace profile), and name it as monitor.profile");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            10                               | false
            { limit: 10, quarantine: false } | false
            { limit: 10, quarantine: true }  | true""")
    void readsWhichRowsAreOutliers(String outliers, boolean quarantines) throws Exception {
        replace("pipeline.yaml", "threshold: 0.5", "threshold: 0.5\n  outliers: " + outliers);

        var pipeline = PipelineFolder.read(folder);

        var model = Objects.requireNonNull(pipeline.model());
        var watch = Objects.requireNonNull(model.outliers());
        assertThat(pipeline.predictionSchema().getField("outlier_score")).isNotNull();
        assertThat(watch.limit()).isEqualTo(10);
        assertThat(watch.of(new double[] {50, 1, 50})).isZero();
        assertThat(watch.of(new double[] {1_000, 1, 50})).isGreaterThan(10);
        assertThat(seen(model.values(), 50, 1, 50)).isEqualTo("[50.0, 1.0, 50.0]");
        assertThat(seen(model.values(), 1_000, 1, 50))
                .isEqualTo(quarantines ? "its outlier score is 16.50, more than 10.00" : "[1000.0, 1.0, 50.0]");
    }

    @Test
    void withoutOutliersPredictionsHaveNoPlaceForThem() throws Exception {
        var pipeline = PipelineFolder.read(folder);

        assertThat(pipeline.predictionSchema().getField("outlier_score")).isNull();
        assertThat(Objects.requireNonNull(pipeline.model()).outliers()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -1                  | : must be learnt, or a number that is not negative, was "-1"
            often               | : must be learnt, or a number that is not negative, was "often"
            { quarantine: yes } | .limit: is missing
            { limit: learnt }   | .limit: is not learnt in the profile: make the profile anew (millrace profile), or give a number""")
    void refusesWhatIsNoLimitOfOutliers(String outliers, String problem) throws Exception {
        replace("pipeline.yaml", "threshold: 0.5", "threshold: 0.5\n  outliers: " + outliers);

        assertThat(problems()).contains("pipeline.yaml:27: model.outliers" + problem);
    }

    @Test
    void outliersNeedAProfile() throws Exception {
        replace("pipeline.yaml", "threshold: 0.5", "threshold: 0.5\n  outliers: learnt");

        String yaml = Files.readString(folder.resolve("pipeline.yaml"));
        Files.writeString(folder.resolve("pipeline.yaml"), yaml.substring(0, yaml.indexOf("monitor:")));
        assertThat(problems())
                .containsExactly("pipeline.yaml:27: model.outliers: need a reference profile: make one"
                        + " (millrace profile), and name it as monitor.profile");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            -                     | 0.01
            outlier-share: 0.05   | 0.05""")
    void watchesTheShareOfOutliersWherePredictionsTellThem(@Nullable String line, double share) throws Exception {
        replace("pipeline.yaml", "threshold: 0.5", "threshold: 0.5\n  outliers: { limit: 12 }");
        replace("pipeline.yaml", "psi: 0.2", line == null ? "psi: 0.2" : "psi: 0.2\n  " + line);

        var monitor = Objects.requireNonNull(PipelineFolder.read(folder).monitor());

        assertThat(monitor.profile()).isEqualTo(PipelineFixture.PROFILE.withOutlierLimit(12));
        assertThat(monitor.limits().ofOutliers()).containsExactly(new Limit(Statistic.OUTLIER_SHARE, share));
    }

    @Test
    void watchesNoOutliersWherePredictionsDoNotTellThem() throws Exception {
        var monitor = Objects.requireNonNull(PipelineFolder.read(folder).monitor());
        assertThat(monitor.profile().outlierLimit()).isNaN();
        assertThat(monitor.limits().ofOutliers()).isEmpty();

        replace("pipeline.yaml", "psi: 0.2", "psi: 0.2\n  outlier-share: 0.05");
        assertThat(problems())
                .containsExactly("pipeline.yaml:37: monitor.outlier-share: needs `model.outliers`: predictions do not"
                        + " say how far out their rows are");

        replace("pipeline.yaml", "outlier-share: 0.05", "outlier-share: 1");
        assertThat(problems())
                .contains("pipeline.yaml:37: monitor.outlier-share: must be a number above 0 and below 1, was \"1\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "{ most: 2 }", "{ most: 2, from: 0.9 }"})
    void readsHowManyReasonsScoresHave(String reasons) throws Exception {
        replace("pipeline.yaml", "threshold: 0.5", "threshold: 0.5\n  reasons: " + reasons);

        var pipeline = PipelineFolder.read(folder);

        assertThat(pipeline.predictions().reasonColumns())
                .containsExactly("reason_1", "reason_1_contribution", "reason_2", "reason_2_contribution");
        assertThat(pipeline.predictionSchema().getField("reasons")).isNotNull();
        assertThat(Objects.requireNonNull(
                                Objects.requireNonNull(pipeline.model()).explanation())
                        .told())
                .startsWith("occlusion by the profile's medians: its score is made by ");
    }

    @Test
    void withoutReasonsPredictionsHaveNoPlaceForThem() throws Exception {
        var pipeline = PipelineFolder.read(folder);

        assertThat(pipeline.predictions().reasonColumns()).isEmpty();
        assertThat(pipeline.predictionSchema().getField("reasons")).isNull();
        assertThat(Objects.requireNonNull(pipeline.model()).explanation()).isNull();
    }

    @Test
    void reasonsOfMostModelsNeedAProfile() throws Exception {
        replace("pipeline.yaml", "threshold: 0.5", "threshold: 0.5\n  reasons: { most: 2 }");
        Files.delete(folder.resolve("profile.json"));

        assertThatThrownBy(() -> PipelineFolder.read(folder, Set.of(Part.MODEL)))
                .hasMessageContaining("monitor.profile: no such file: profile.json");

        String yaml = Files.readString(folder.resolve("pipeline.yaml"));
        Files.writeString(folder.resolve("pipeline.yaml"), yaml.substring(0, yaml.indexOf("monitor:")));
        assertThat(problems())
                .containsExactly("pipeline.yaml:27: model.reasons: need a reference profile for this model: make one"
                        + " without `reasons` (millrace profile), and name it as monitor.profile");
    }

    @Test
    void whatAReplayCallsReasonsIsNoFeature() throws IOException {
        replace("pipeline.yaml", "threshold: 0.5", "threshold: 0.5\n  reasons: 1");
        replace("pipeline.yaml", "      night:", "      reason_1:");

        assertThat(problems())
                .contains("pipeline.yaml:27: model.reasons: a replay writes a column \"reason_1\", which is a"
                        + " feature's or a carried field's name already");
    }

    @Test
    void stillRefusesWhatTheFileSaysAboutPartsLeftAside() throws IOException {
        replace("pipeline.yaml", "threshold: 0.5", "threshold: none");
        replace("pipeline.yaml", "hold: 3", "hold: 0");
        assertThatThrownBy(() -> PipelineFolder.read(folder, Set.of()))
                .hasMessage(folder + ": 2 problems\n"
                        + "pipeline.yaml:26: model.threshold: must be a number, was \"none\"\n"
                        + "pipeline.yaml:35: monitor.hold: must be a whole number from 1 to 1000, was \"0\"");
    }

    @Test
    void readsEverythingThatAGroupOfAggregatesMaySay() throws Exception {
        replace("pipeline.yaml", "    over: [1d]\n", """
                    over: [1d, last 10, all]
                    where: amount > 100.0
                    including_current: false
                    default: -1
                    tiles: 1h
                """);

        var pipeline = catchThrowableOfType(InvalidPipelineException.class, () -> PipelineFolder.read(folder));

        assertThat(pipeline.problems().stream().map(Problem::toString))
                .contains("pipeline.yaml:20: features[1].over[1]: single events are not kept in tiles")
                .noneMatch(problem -> problem.contains("unknown key"));
        replace("pipeline.yaml", "    tiles: 1h\n", "");
        assertThat(((FeatureGroup.Aggregates) PipelineFolder.read(folder, Set.of())
                        .definitions()
                        .groups()
                        .get(1)))
                .isEqualTo(new FeatureGroup.Aggregates(
                        "customer_id",
                        List.of(new Span.Lasting(Duration.ofDays(1)), new Span.Latest(10), new Span.Ever()),
                        Duration.ofHours(1),
                        "amount > 100.0",
                        false,
                        -1.0,
                        null,
                        Map.of("cust_avg", "mean(amount)")));
    }

    @Test
    void readsATimeThatIsCounted() throws Exception {
        replace("pipeline.yaml", "time: tx_time", "time: { field: tx_time, unit: 1s, since: 2018-04-01 }");

        assertThat(problems())
                .containsExactly(
                        "pipeline.yaml:6: events.time: field 'tx_time' has a unit, so it must be a plain int or"
                                + " long that is never null");
    }

    @ParameterizedTest(name = "{index}: {1}")
    @MethodSource("mistakes")
    void refusesAMistake(String right, String wrong, List<String> expected) throws IOException {
        replace("pipeline.yaml", right, wrong);
        assertThat(problems())
                .isEqualTo(
                        expected.stream().map(line -> "pipeline.yaml:" + line).toList());
    }

    static Stream<Arguments> mistakes() {
        var fields = "transaction_id, tx_time, customer_id, terminal_id, amount, label";
        return Stream.of(
                mistake("name: transactions\n", "", "1: name: is missing"),
                mistake(
                        "name: transactions",
                        "name: Transactions",
                        "1: name: must be up to 100 lower-case letters, digits and dashes, beginning with a letter, was"
                                + " \"Transactions\""),
                mistake(
                        "name: transactions",
                        "name: transactions\nnames: x",
                        "2: names: unknown key, did you mean \"name\"?"),
                mistake("  topic: transactions\n", "", "2: events.topic: is missing"),
                mistake("topic: transactions", "topic: a/b", "3: events.topic: " + TOPIC + "\"a/b\""),
                mistake("topic: transactions", "topic: ..", "3: events.topic: " + TOPIC + "\"..\""),
                mistake(
                        "topic: transactions",
                        "topic: scored",
                        "3: events.topic: is written by this very pipeline: \"scored\""),
                mistake(
                        "topic: customers",
                        "topic: transactions.drift",
                        "14: reference.customer.topic: is written by this very pipeline: \"transactions.drift\""),
                mistake(
                        "topic: scored",
                        "topic: transactions.alerts",
                        "28: predictions.topic: is written for another purpose: \"transactions.alerts\""),
                mistake("  schema: transaction.avsc\n", "", "2: events.schema: is missing"),
                mistake("transaction.avsc", "transactions.avsc", "4: events.schema: no such file: transactions.avsc"),
                mistake(
                        "transaction.avsc",
                        "../transaction.avsc",
                        "4: events.schema: must be a path inside the pipeline's folder, was \"../transaction.avsc\""),
                mistake(
                        "transaction.avsc",
                        "/etc/passwd",
                        "4: events.schema: must be a path inside the pipeline's folder, was \"/etc/passwd\""),
                mistake(
                        "transaction.avsc",
                        ".",
                        "4: events.schema: must be a path inside the pipeline's folder, was \".\""),
                mistake("  id: transaction_id\n", "", "2: events.id: is missing"),
                mistake("id: transaction_id", "id: tx", "5: events.id: unknown field 'tx'; known are " + fields),
                mistake(
                        "id: transaction_id",
                        "id: amount",
                        "5: events.id: field 'amount' must be a string, an int or a long"),
                mistake("  time: tx_time\n", "", "2: events.time: is missing"),
                mistake(
                        "time: tx_time",
                        "time: amount",
                        "6: events.time: field 'amount' must be a timestamp-millis that is never null; a plain number needs its unit"),
                mistake(
                        "key: customer_id\n  late",
                        "key: customer\n  late",
                        "7: events.key: unknown field 'customer'; known are " + fields),
                mistake("lateness: 2h", "lateness: soon", "8: events.lateness: " + DURATION + "\"soon\""),
                mistake("lateness: 2h", "lateness: 366d", "8: events.lateness: must be from 0s to 365d, was \"366d\""),
                mistake("lateness: 2h", "latenes: 2h", "8: events.latenes: unknown key, did you mean \"lateness\"?"),
                mistake("lateness: 2h", "topic: x", "8: events.topic: is there twice, the first time on line 3"),
                mistake("skew: 1m", "skew: -1m", "9: events.skew: " + DURATION + "\"-1m\""),
                mistake(
                        "deduplicate: 1h",
                        "deduplicate: 0s",
                        "10: events.deduplicate: must be from 1s to 365d, was \"0s\""),
                mistake("deduplicate: 1h", "deduplicate:", "10: events.deduplicate: " + DURATION + "empty"),
                mistake(
                        "amount < 1000000.0",
                        "amont < 1000000.0",
                        "12: events.expect.amount-is-sane: unknown field 'amont', did you mean \"amount\"?; known are "
                                + fields),
                mistake(
                        "amount >= 0.0 && amount < 1000000.0",
                        "amount",
                        "12: events.expect.amount-is-sane: must be a condition, true or false, is a double"),
                mistake("key: customer_id, ", "", "14: reference.customer.key: is missing"),
                mistake(
                        "key: customer_id, ",
                        "keys: customer_id, ",
                        "14: reference.customer.key: is missing",
                        "14: reference.customer.keys: unknown key, did you mean \"key\"?"),
                mistake(
                        "customer.avsc",
                        "customers.avsc",
                        "14: reference.customer.schema: no such file: customers.avsc"),
                mistake(
                        "{ topic: customers, key: customer_id, schema: customer.avsc }",
                        "customers",
                        "14: reference.customer: must be a mapping of keys to values, was \"customers\""),
                mistake(
                        "schema: customer.avsc }",
                        "schema: customer.avsc, versions: 30 }",
                        "14: reference.customer.versions: " + DURATION + "\"30\""),
                mistake(
                        "schema: customer.avsc }",
                        "schema: customer.avsc, versions: 0s }",
                        "14: reference.customer.versions: must be from 1ms to 3650d, was \"0s\""),
                mistake(
                        "schema: customer.avsc }",
                        "schema: customer.avsc, time: since }",
                        "14: reference.customer.time: says since when a record holds, which matters only with `versions`"),
                mistake(
                        "schema: customer.avsc }",
                        "schema: customer.avsc, versions: soon, time: country }",
                        "14: reference.customer.time: field 'country' must be a timestamp-millis",
                        "14: reference.customer.versions: " + DURATION + "\"soon\""),
                mistake(
                        "schema: customer.avsc }",
                        "schema: customer.avsc, versions: 1d, time: sinse }",
                        "14: reference.customer.time: unknown field 'sinse', did you mean \"since\"?; known are customer_id, country, since"),
                mistake(
                        "amount: amount",
                        "amount: amount * 2",
                        "17: features[0].values.amount: found no matching overload for '_*_' applied to '(double, int)'"
                                + " (candidates: (int, int),(uint, uint),(double, double))"),
                mistake(
                        "      amount: amount\n",
                        "      amount: amount\n      score: amount\n",
                        "18: features[0].values.score: 'score' is a column every prediction has; choose another name"),
                mistake(
                        "  - values:",
                        "  - value:",
                        "16: features[0]: must have either values, or by and compute",
                        "16: features[0].value: unknown key, did you mean \"values\"?"),
                mistake(
                        "by: customer_id",
                        "by: customer",
                        "19: features[1].by: unknown field 'customer'; known are " + fields),
                mistake(
                        "over: [1d]",
                        "over: 1d",
                        "20: features[1].over: must be a list with at least one element, was \"1d\""),
                mistake(
                        "over: [1d]",
                        "over: [1d, 2 days]",
                        "20: features[1].over[1]: must be a duration such as 30s, 5m, 1h or 7d, or `last 10`, or `all`, was \"2 days\""),
                mistake("over: [1d]", "over: [1d, 24h]", "20: features[1].over[1]: 1d is there already"),
                mistake(
                        "over: [1d]",
                        "over: [3651d]",
                        "20: features[1].over[0]: must be from 1ms to 3650d, was \"3651d\""),
                mistake("delay: 1h", "delay: x", "21: features[1].delay: " + DURATION + "\"x\""),
                mistake(
                        "mean(amount)",
                        "avg(amount)",
                        "22: features[1].compute.cust_avg: unknown aggregate 'avg'; known are count, sum, mean, stddev, min,"
                                + " max, first, last, lag, delta, rate, ratio, ewma, time_since_last, distinct, quantile"),
                mistake(
                        "{ cust_avg: mean(amount) }",
                        "[]",
                        "22: features[1].compute: must be a mapping of keys to values, was an empty list"),
                mistake("source: model/", "source: models/", "24: model.source: no such folder: models/"),
                mistake(
                        "source: model/",
                        "source: ../m",
                        "24: model.source: must be a path inside the pipeline's folder, was \"../m\""),
                mistake(
                        "score: probabilities[1]",
                        "score: probabilities one",
                        "25: model.score: must be an output and where in it, such as probabilities[1] or"
                                + " output_probability[fraud], was \"probabilities one\""),
                mistake(
                        "score: probabilities[1]",
                        "score: probabilities[2]",
                        "25: model.score: there is no probabilities[2], for one row the output's shape is [1, 2]"),
                mistake("  threshold: 0.5\n", "", "23: model.threshold: is missing"),
                mistake(
                        "threshold: 0.5",
                        "threshold: 0.5\n  gate: { size: 2g }",
                        "27: model.gate.size: must be a size from 1024 to 1073741824 bytes, such as 64k, 16m or 1g,"
                                + " was \"2g\""),
                mistake(
                        "threshold: 0.5",
                        "threshold: 0.5\n  gate: { time: 999ms }",
                        "27: model.gate.time: must be from 1s to 1h, was \"999ms\""),
                mistake(
                        "threshold: 0.5",
                        "threshold: 0.5\n  gate: { memory: lots }",
                        "27: model.gate.memory: must be a size from 1048576 to 1099511627776 bytes, such as 64k, 16m or"
                                + " 1g, was \"lots\""),
                mistake(
                        "threshold: 0.5",
                        "threshold: 0.5\n  gate: { keys: a.pem }",
                        "27: model.gate.keys: unknown key"),
                mistake(
                        "threshold: 0.5",
                        "threshold: 0.5\n  values: { missing: \"none\", infinit: pass }",
                        "27: model.values.infinit: unknown key, did you mean \"infinite\"?",
                        "27: model.values.missing: must be pass, refuse, or what the model sees instead, a number"),
                mistake(
                        "threshold: 0.5",
                        "threshold: 0.5\n  values: { features: { amont: { missing: 0 }, night: { infinite: drop } } }",
                        "27: model.values.features.amont: the pipeline has no such feature, did you mean \"amount\"?",
                        "27: model.values.features.night.infinite: must be pass, refuse, or what the model sees instead,"
                                + " was \"drop\""),
                mistake(
                        "threshold: 0.5",
                        "threshold: 0.5\n  deadline: 31s\n  fallback: low\n  circuit: { failures: 0, retry: 5ms, wait: 1s }",
                        "27: model.deadline: must be from 1ms to 30s, was \"31s\"",
                        "28: model.fallback: must be a number, was \"low\"",
                        "29: model.circuit.failures: must be a whole number from 1 to 1000000, was \"0\"",
                        "29: model.circuit.retry: must be from 10ms to 1h, was \"5ms\"",
                        "29: model.circuit.wait: unknown key"),
                mistake(
                        "threshold: 0.5",
                        "threshold: 0.5\n  cache: { row: 0 }",
                        "27: model.cache.row: unknown key, did you mean \"rows\"?",
                        "27: model.cache.rows: is missing"),
                mistake("threshold: 0.5", "threshold: .inf", "26: model.threshold: must be a number, was \".inf\""),
                mistake(
                        "topic: scored",
                        "topics: scored",
                        "28: predictions.topics: unknown key, did you mean \"topic\"?"),
                mistake(
                        "carry: [customer_id, terminal_id]",
                        "carry: [customer_id, terminl_id, customer_id, amount]",
                        "29: predictions.carry[1]: the event has no field \"terminl_id\", did you mean \"terminal_id\"?",
                        "29: predictions.carry[2]: is there twice: \"customer_id\"",
                        "29: predictions.carry[3]: \"amount\" is a feature, every prediction has it already"),
                mistake(
                        "carry: [customer_id, terminal_id]",
                        "carry: [label]",
                        "29: predictions.carry[0]: every prediction has a column \"label\" of its own"),
                mistake(
                        "threshold: 0.5",
                        "threshold: 0.5\n  reasons: 4",
                        "27: model.reasons: must be a whole number from 1 to 3, the number of features, was \"4\""),
                mistake(
                        "threshold: 0.5",
                        "threshold: 0.5\n  reasons: { most: 4, from: high, form: 1 }",
                        "27: model.reasons.form: unknown key",
                        "27: model.reasons.from: must be a number, was \"high\"",
                        "27: model.reasons.most: must be a whole number from 1 to 3, the number of features, was \"4\""),
                mistake(
                        "threshold: 0.5",
                        "threshold: 0.5\n  reasons: { from: 0.5 }",
                        "27: model.reasons.most: is missing"),
                mistake("profile: profile.json", "profile: p.json", "31: monitor.profile: no such file: p.json"),
                mistake("  window: 1d\n", "", "30: monitor.window: is missing"),
                mistake("window: 1d", "window: 0s", "32: monitor.window: must be from 1s to 365d, was \"0s\""),
                mistake("grace: 2h", "grace: 2", "33: monitor.grace: " + DURATION + "\"2\""),
                mistake("warm-up: 8d", "warmup: 8d", "34: monitor.warmup: unknown key, did you mean \"warm-up\"?"),
                mistake("hold: 3", "hold: 0", "35: monitor.hold: must be a whole number from 1 to 1000, was \"0\""),
                mistake("psi: 0.2", "psi: 0", "36: monitor.psi: must be a positive number, was \"0\""),
                mistake(
                        "mean-shift: 0.5",
                        "mean-shift: -1",
                        "37: monitor.mean-shift: must be a positive number, was \"-1\""),
                mistake(
                        "missing-share: 0.05",
                        "missing-share: 1.01",
                        "38: monitor.missing-share: must be a number above 0 and up to 1, was \"1.01\""),
                mistake(
                        "model:\n  source: model/\n  score: probabilities[1]\n  threshold: 0.5\n",
                        "",
                        "26: monitor: there is nothing to watch without a model"),
                mistake(
                        "missing-share: 0.05",
                        "missing-share: 0.05\n  retraining: { alerts: 0, history: 0s, cooldown: 1d }",
                        "39: monitor.retraining.alerts: must be a whole number from 1 to 1000, was \"0\"",
                        "39: monitor.retraining.cooldown: unknown key, did you mean \"cool-down\"?",
                        "39: monitor.retraining.history: must be from 1s to 3650d, was \"0s\""),
                mistake(
                        "missing-share: 0.05",
                        "missing-share: 0.05\n  slide: 5h",
                        "39: monitor.slide: the window must be 1 to 100 times as long"),
                mistake(
                        "missing-share: 0.05",
                        "missing-share: 0.05\n  by: [version, amont, terminal_id, version]",
                        "39: monitor.by[1]: must be version, variant, or one of predictions.carry, was \"amont\"",
                        "39: monitor.by[3]: is there twice: \"version\""),
                mistake(
                        "missing-share: 0.05",
                        "missing-share: 0.05\n  from: events",
                        "39: monitor.from: must be predictions or scoring, was \"events\""),
                mistake(
                        "missing-share: 0.05",
                        "missing-share: 0.05\n  sample: 0.1",
                        "39: monitor.sample: needs `from: scoring`: to read every prediction costs more than to count"
                                + " it"),
                mistake(
                        "missing-share: 0.05",
                        "missing-share: 0.05\n  from: scoring\n  sample: 1.01",
                        "40: monitor.sample: must be a number above 0 and up to 1, was \"1.01\""),
                mistake(
                        "missing-share: 0.05",
                        "missing-share: 0.05\n  from: scoring\n  sample: 0",
                        "40: monitor.sample: must be a number above 0 and up to 1, was \"0\""),
                mistake(
                        "missing-share: 0.05",
                        "missing-share: 0.05\n  from: scoring\n  detectors: [ { feature: amount, detector: adwin } ]",
                        "39: monitor.from: detectors read predictions one by one: with them it must be predictions"),
                mistake(
                        "missing-share: 0.05",
                        "missing-share: 0.05\n  false-discovery: 1",
                        "39: monitor.false-discovery: must be a number above 0 and below 1, was \"1\""),
                mistake(
                        "missing-share: 0.05",
                        "missing-share: 0.05\n  tests: { features: { amuont: { psi: 1 }, amount: { chi-square: 1, ps: 1,"
                                + " psi: often } } }",
                        "39: monitor.tests.features.amount.chi-square: is none for amount; there are psi,"
                                + " jensen-shannon, hellinger, kolmogorov-smirnov, wasserstein, mean-shift,"
                                + " stddev-shift, out-of-range-share, missing-share",
                        "39: monitor.tests.features.amount.ps: there is no such statistic, did you mean \"psi\"?",
                        "39: monitor.tests.features.amount.psi: must be a number, or learnt, was \"often\"",
                        "39: monitor.tests.features.amuont: the profile has no such feature, did you mean \"amount\"?"),
                mistake(
                        "missing-share: 0.05",
                        "missing-share: 0.05\n  detectors: [ { feature: amuont, detector: adwin }, { feature: amount,"
                                + " detector: ddm }, { feature: amount, detector: adwin, params: { delta: 2 } } ]",
                        "39: monitor.detectors[0].feature: must be a number of the profile, was \"amuont\","
                                + " did you mean \"amount\"?",
                        "39: monitor.detectors[1].detector: must be adwin, page-hinkley or kswin, was \"ddm\"",
                        "39: monitor.detectors[2]: delta must be in (0, 1), was 2.0"),
                mistake(
                        "missing-share: 0.05",
                        "missing-share: 0.05\n  retraining: {}",
                        "39: monitor.retraining.history: is missing"),
                mistake(
                        "missing-share: 0.05",
                        "missing-share: 0.05\nrollout: { by: customr_id, guards: off }",
                        "39: rollout.by: unknown field 'customr_id', did you mean \"customer_id\"?; known are "
                                + fields,
                        "39: rollout.guards: unknown key, did you mean \"guard\"?"),
                mistake(
                        "missing-share: 0.05",
                        "missing-share: 0.05\nrollout: { by: amount }",
                        "39: rollout.by: field 'amount' must be a string, an int or a long"),
                mistake(
                        "missing-share: 0.05",
                        "missing-share: 0.05\nrollout: { guard: { alarm-rate: 1, max-error-share: 0, max-p99: 20,"
                                + " max-shift: 1.5, max-errors: 1 } }",
                        "39: rollout.guard.alarm-rate: must be a number above 0 and below 1, was \"1\"",
                        "39: rollout.guard.max-error-share: must be a number above 0 and up to 1, was \"0\"",
                        "39: rollout.guard.max-errors: unknown key",
                        "39: rollout.guard.max-p99: " + DURATION + "\"20\"",
                        "39: rollout.guard.max-shift: must be a number above 0 and up to 1, was \"1.5\""),
                mistake(
                        "missing-share: 0.05",
                        "missing-share: 0.05\nrollout:\n  judge: {}",
                        "40: rollout.judge: there are no outcomes by which a challenger could be better: add a section"
                                + " outcomes, or say goal: alike"),
                mistake(
                        "missing-share: 0.05",
                        "missing-share: 0.05\nrollout:\n  judge: { goal: best, loss: hinge, error-rate: 0 }",
                        "40: rollout.judge.error-rate: must be a number above 0 and below 1, was \"0\"",
                        "40: rollout.judge.goal: must be one of better, no-worse, alike, was \"best\"",
                        "40: rollout.judge.goal: there are no outcomes by which a challenger could be better: add a"
                                + " section outcomes, or say goal: alike",
                        "40: rollout.judge.loss: must be one of brier, log, absolute, squared, was \"hinge\""),
                mistake(
                        "missing-share: 0.05",
                        "missing-share: 0.05\nrollout:\n  judge: { goal: alike, loss: squared, max-time: 1h,"
                                + " min-time: 2h, margin: -1 }",
                        "40: rollout.judge.margin: must be a number from 0 and below 1.0, was \"-1\"",
                        "40: rollout.judge.max-time: must be from 2h to 3650d, was \"1h\"",
                        "40: rollout.judge.worst-loss: is missing"),
                mistake(
                        "model:\n  source: model/\n  score: probabilities[1]\n  threshold: 0.5\n",
                        "rollout: {}\n",
                        "23: rollout: there is nothing to roll out without a model",
                        "27: monitor: there is nothing to watch without a model"));
    }

    @Test
    void guardRailsAreOnAndNobodyJudgesWhereAPipelineSaysNothing() throws Exception {
        var rollout = PipelineFolder.read(folder, Set.of()).rollout();

        assertThat(rollout).isEqualTo(new RolloutDefinition("customer_id", GuardSettings.DEFAULTS, null, null));
    }

    @Test
    void readsWhatIsFollowed() throws Exception {
        replace("pipeline.yaml", "missing-share: 0.05\n", """
                missing-share: 0.05
                rollout: { follow: { source: models:/fraud@champion, as: shadow, every: 5s, server: "http://mlflow:5000" } }
                """);

        var follow =
                requireNonNull(PipelineFolder.read(folder, Set.of()).rollout().follow());

        assertThat(follow.source()).hasToString("models:/fraud@champion");
        assertThat(follow.part()).isEqualTo(FollowDefinition.Part.SHADOW);
        assertThat(follow.every()).isEqualTo(Duration.ofSeconds(5));
        assertThat(follow.server()).isEqualTo("http://mlflow:5000");
    }

    @Test
    void readsHowVersionsAreTried() throws Exception {
        replace("transaction.avsc", "\"label\"", "\"tag\"");
        replace("pipeline.yaml", "features:\n", """
                outcomes: { topic: frauds, schema: transaction.avsc, id: transaction_id, label: amount }
                features:
                """);
        replace("pipeline.yaml", "missing-share: 0.05\n", """
                missing-share: 0.05
                rollout:
                  by: terminal_id
                  guard: { alarm-rate: 0.01, max-error-share: 0.02, max-p99: 20ms, max-shift: 0.4 }
                  judge:
                    goal: no-worse
                    loss: squared
                    worst-loss: 100
                    margin: 3
                    error-rate: 0.1
                    harm-rate: 0.02
                    max-latency: 3
                    latency-floor: 1ms
                    max-shift: 0.2
                    max-disagreement: 0.3
                    min-events: 500
                    min-time: 1d
                    max-time: 14d
                """);

        var rollout = PipelineFolder.read(folder, Set.of()).rollout();

        assertThat(rollout)
                .isEqualTo(new RolloutDefinition(
                        "terminal_id",
                        new GuardSettings(0.01, 0.02, Duration.ofMillis(20), 0.4),
                        null,
                        new JudgeDefinition(
                                new JudgeSettings(
                                        0.1,
                                        0.02,
                                        Goal.NO_WORSE,
                                        new Loss(Loss.Kind.SQUARED, 100),
                                        3,
                                        1,
                                        3,
                                        Duration.ofMillis(1),
                                        0.2,
                                        0.3,
                                        500),
                                Duration.ofDays(1),
                                Duration.ofDays(14))));
    }

    @Test
    void listsManyMistakesAtOnceByFileAndLine() throws IOException {
        replace("pipeline.yaml", "name: transactions", "name: 7up");
        replace("pipeline.yaml", "id: transaction_id", "id: tx");
        replace("pipeline.yaml", "lateness: 2h", "lateness: soon");
        replace("pipeline.yaml", "amount >= 0.0 &&", "amount >= 'x' &&");
        replace("pipeline.yaml", "hour(tx_time)", "hours(tx_time)");
        replace("pipeline.yaml", "mean(amount)", "mean(amont)");
        replace("pipeline.yaml", "threshold: 0.5", "threshold: half");
        replace("pipeline.yaml", "carry: [", "carry: [merchant, ");
        replace("pipeline.yaml", "hold: 3", "holds: 3");
        replace("model/model.yaml", "file: fraud.onnx", "file: fraudulent.onnx");
        replace("model/model.yaml", "score: 0.278032541", "scores: 0.278032541");
        assertThat(problems())
                .zipSatisfy(
                        List.of(
                                "model/model.yaml:8: golden[0].score: is missing",
                                "model/model.yaml:8: golden[0].scores: unknown key, did you mean \"score\"?",
                                "pipeline.yaml:1: name: must be up to 100 lower-case letters, digits and dashes",
                                "pipeline.yaml:5: events.id: unknown field 'tx'; known are transaction_id, tx_time",
                                "pipeline.yaml:8: events.lateness: " + DURATION + "\"soon\"",
                                "pipeline.yaml:12: events.expect.amount-is-sane: found no matching overload for '_>=_'",
                                "pipeline.yaml:18: features[0].values.night: unknown field 'hours'",
                                "pipeline.yaml:22: features[1].compute.cust_avg: unknown field 'amont'",
                                "pipeline.yaml:26: model.threshold: must be a number, was \"half\"",
                                "pipeline.yaml:29: predictions.carry[0]: the event has no field \"merchant\"",
                                "pipeline.yaml:35: monitor.holds: unknown key, did you mean \"hold\"?"),
                        (actual, beginning) -> assertThat(actual).startsWith(beginning));
    }

    @Test
    void listsEverythingThatDistinguishesTheModelFromThePipeline() throws IOException {
        replace("model/model.yaml", "[amount, night, cust_avg_1d]", "[amount, nights, cust_avg_7d]");
        replace("model/model.yaml", "0.278032541", "0.3");
        replace("pipeline.yaml", "score: probabilities[1]", "score: labels");
        assertThat(problems())
                .containsExactly(
                        "model/model.yaml:6: features: the pipeline's feature \"cust_avg_1d\" is missing",
                        "model/model.yaml:6: features: the pipeline's feature \"night\" is missing",
                        "model/model.yaml:6: features[1]: the pipeline has no feature \"nights\", did you mean \"night\"?",
                        "model/model.yaml:6: features[2]: the pipeline has no feature \"cust_avg_7d\", did you mean"
                                + " \"cust_avg_1d\"?",
                        "pipeline.yaml:25: model.score: the model has no output \"labels\", did you mean \"label\"?, it has"
                                + " \"label\", \"probabilities\"");
    }

    @Test
    void refusesAModelFileWithAnotherDigest() throws IOException {
        Files.writeString(folder.resolve("model/fraud.onnx"), "hello");
        assertThat(problems())
                .satisfiesExactly(
                        first -> assertThat(first)
                                .isEqualTo("model/model.yaml:3: file: format: is no ONNX model: the model has field 13,"
                                        + " which ONNX does not know"),
                        second -> assertThat(second)
                                .startsWith("model/model.yaml:4: sha256: expected ")
                                .endsWith(", fraud.onnx has"
                                        + " 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"));
    }

    @Test
    void triesTheModelWithinTheLimitsThatThePipelineSets() throws Exception {
        replace("pipeline.yaml", "threshold: 0.5", "threshold: 0.5\n  gate: { size: 1k, time: 10s, memory: 64m }");
        assertThat(PipelineFolder.read(folder).model()).isNotNull();

        Files.write(folder.resolve("model/fraud.onnx"), new byte[1025]);
        assertThat(problems())
                .containsExactly("model/model.yaml:3: file: size: has 1025 bytes, 1024 are allowed: fraud.onnx");
    }

    @Test
    void refusesAModelFolderWithoutManifestOrModel() throws IOException {
        Files.delete(folder.resolve("model/fraud.onnx"));
        assertThat(problems()).containsExactly("model/model.yaml:3: file: no such file: fraud.onnx");
        Files.delete(folder.resolve("model/model.yaml"));
        assertThat(problems()).containsExactly("model/model.yaml:1: no such file");
    }

    @Test
    void provesTheModelEvenIfTheFeaturesCannotBeCompiled() throws IOException {
        replace("pipeline.yaml", "mean(amount)", "mean(amont)");
        replace("model/model.yaml", "0.278032541", "0.3");
        assertThat(problems())
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith(
                                        "model/model.yaml:8: golden[0].score: expected 0.3 within 1.0E-5, the model gives"),
                        second -> assertThat(second)
                                .startsWith("pipeline.yaml:22: features[1].compute.cust_avg: unknown"));
    }

    @Test
    void listsEverythingThatDistinguishesTheProfileFromThePipeline() throws IOException {
        var other = new ProfileBuilder(
                        "sensors",
                        new ProfiledModel("fraud", "2", "0".repeat(64)),
                        List.of(
                                new ProfileBuilder.Feature("amount", FeatureType.LONG),
                                new ProfileBuilder.Feature("nights", FeatureType.BOOLEAN)),
                        List.of("cust_avg_1d"))
                .add(new double[] {1, 0}, List.of("often"), 0.5)
                .build("one row");
        Files.writeString(folder.resolve("profile.json"), ProfileJson.write(other));
        assertThat(problems())
                .containsExactly(
                        "profile.json:4: pipeline: is the profile of \"sensors\", not of \"transactions\"",
                        "profile.json:8: model.sha256: is of fraud 2, " + "0".repeat(64)
                                + ", and the pipeline's model is fraud 3, " + TestModels.sha256("logistic")
                                + ": make the profile anew (millrace profile)",
                        "profile.json:13: features: the pipeline's feature \"night\" is missing",
                        "profile.json:15: features[0].type: must be DOUBLE, was LONG",
                        "profile.json:27: features[1]: the pipeline has no feature \"nights\", did you mean \"night\"?",
                        "profile.json:42: texts[0]: must be DOUBLE, was TEXT");
    }

    @Test
    void aProfileThatWasChangedIsRefused() throws IOException {
        replace("profile.json", "\"min\" : 0.0", "\"min\" : -1.0");
        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("profile.json:3: digest: is not that of the content, ")
                .endsWith(": the profile was changed");
    }

    @Test
    void aProfileMayBeLaidOutAnotherWay() throws Exception {
        var json = Files.readString(folder.resolve("profile.json"));
        Files.writeString(folder.resolve("profile.json"), json.replaceAll("\\s+", " "));

        assertThat(requireNonNull(PipelineFolder.read(folder).monitor()).profile())
                .isEqualTo(PipelineFixture.PROFILE);
    }

    @Test
    void whereKeysAreTrustedAProfileMustBeSigned() throws Exception {
        var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        var pem = folder.resolve("keys.pem");
        Files.writeString(
                pem,
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(pair.getPublic().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
        var gate = new Gate(TrustedKeys.read(pem));
        sign(pair.getPrivate(), "model/model.yaml");

        assertThatThrownBy(() -> PipelineFolder.read(folder, EnumSet.allOf(Part.class), gate))
                .isInstanceOf(InvalidPipelineException.class)
                .hasMessageContaining(
                        "profile.json:1: signature: is missing, and only signed profiles are trusted here: profile.json.sig");

        sign(pair.getPrivate(), "profile.json");
        assertThat(PipelineFolder.read(folder, EnumSet.allOf(Part.class), gate).monitor())
                .isNotNull();

        Files.writeString(folder.resolve("profile.json"), "\n", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> PipelineFolder.read(folder, EnumSet.allOf(Part.class), gate))
                .isInstanceOf(InvalidPipelineException.class)
                .hasMessageContaining("profile.json.sig is no signature of this profile.json by a trusted key");
    }

    private void sign(PrivateKey key, String file) throws Exception {
        var signature = Signature.getInstance("Ed25519");
        signature.initSign(key);
        signature.update(Files.readAllBytes(folder.resolve(file)));
        Files.write(folder.resolve(file + ".sig"), signature.sign());
    }

    @Test
    void saysWhatIsWrongWithAProfile() throws IOException {
        replace("profile.json", "\"count\" : 100", "\"count\" : 99");
        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("profile.json:")
                .contains("features[0]");
        Files.writeString(folder.resolve("profile.json"), "nothing");
        assertThat(problems()).singleElement().asString().startsWith("profile.json:1: is not JSON: ");
        Files.write(folder.resolve("profile.json"), new byte[] {(byte) 0xC3});
        assertThat(problems()).singleElement().asString().startsWith("profile.json:1: cannot be read as UTF-8 text: ");
    }

    @Test
    void saysWhereASchemaIsBroken() throws IOException {
        replace("customer.avsc", "\"string\"},", "\"string\"");
        assertThat(problems())
                .containsExactly(
                        "customer.avsc:3: is not JSON: Unexpected character ('{' (code 123)): was expecting comma to"
                                + " separate Object entries");
    }

    @Test
    void saysWhatIsWrongWithASchema() throws IOException {
        replace(
                "customer.avsc",
                "\"name\": \"country\", \"type\": \"string\"",
                "\"name\": \"country\", \"type\": \"text\"");
        assertThat(problems()).singleElement().asString().startsWith("customer.avsc:1: is not an Avro schema: ");
        Files.writeString(folder.resolve("customer.avsc"), "\"string\"");
        assertThat(problems()).containsExactly("customer.avsc:1: must be an Avro record, is string");
        Files.write(folder.resolve("customer.avsc"), new byte[] {'"', (byte) 0xC3, '"'});
        assertThat(problems()).singleElement().asString().startsWith("customer.avsc:1: cannot be read as UTF-8 text: ");
    }

    @Test
    void countsGroupsAsTheFileDoesWhenOneCannotBeRead() throws IOException {
        replace("pipeline.yaml", "  - by: customer_id", "  - nothing\n  - by: customer_id");
        replace("pipeline.yaml", "mean(amount)", "mean(amont)");
        assertThat(problems())
                .satisfiesExactly(
                        first -> assertThat(first)
                                .isEqualTo("pipeline.yaml:19: features[1]: must be a mapping of keys to values, was"
                                        + " \"nothing\""),
                        second -> assertThat(second)
                                .startsWith("pipeline.yaml:23: features[2].compute.cust_avg: unknown field 'amont'"));
    }

    @Test
    void followsLinksThatStayInsideTheFolder() throws Exception {
        Files.createDirectory(folder.resolve("..data"));
        Files.move(folder.resolve("transaction.avsc"), folder.resolve("..data/transaction.avsc"));
        Files.createSymbolicLink(folder.resolve("transaction.avsc"), Path.of("..data/transaction.avsc"));
        assertThat(PipelineFolder.read(folder).name()).isEqualTo("transactions");
    }

    @Test
    void refusesLinksOutOfTheFolder() throws IOException {
        Files.move(folder.resolve("transaction.avsc"), parent.resolve("transaction.avsc"));
        Files.createSymbolicLink(folder.resolve("transaction.avsc"), parent.resolve("transaction.avsc"));
        Files.createSymbolicLink(folder.resolve("elsewhere"), parent);
        replace("pipeline.yaml", "source: model/", "source: elsewhere");
        assertThat(problems())
                .containsExactly(
                        "pipeline.yaml:4: events.schema: must be a path inside the pipeline's folder, was"
                                + " \"transaction.avsc\"",
                        "pipeline.yaml:24: model.source: must be a path inside the pipeline's folder, was \"elsewhere\"");
    }

    @Test
    void refusesAFolderThatIsNone() {
        assertThatThrownBy(() -> PipelineFolder.read(parent.resolve("none")))
                .hasMessage(parent.resolve("none") + ": 1 problem\npipeline.yaml:1: there is no folder "
                        + parent.resolve("none"));
    }

    @Test
    void refusesAFolderWithoutPipelineFile() throws IOException {
        Files.delete(folder.resolve("pipeline.yaml"));
        assertThat(problems()).containsExactly("pipeline.yaml:1: no such file");
    }

    @Test
    void refusesAFileOfSomethingElse() throws IOException {
        Files.write(folder.resolve("pipeline.yaml"), "name: \u00e4\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(problems()).containsExactly("pipeline.yaml:1: is not UTF-8 text");
        Files.writeString(folder.resolve("pipeline.yaml"), "");
        assertThat(problems()).containsExactly("pipeline.yaml:1: is empty");
    }

    @Test
    void answersAnyDamageWithProblemsAndNothingElse() throws IOException {
        var random = new Random(20261121);
        var junk = "\u0000\t\n :-[]{}'\"&*!|>%@`,#?.~é9aZ\u2028";
        for (int i = 0; i < FUZZ_ROUNDS; i++) {
            var text = new StringBuilder(PipelineFixture.YAML);
            for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
                var at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.insert(at, junk.charAt(random.nextInt(junk.length())));
                    case 1 -> text.deleteCharAt(at);
                    default -> text.delete(at, Math.min(text.length(), at + random.nextInt(40)));
                }
            }
            Files.writeString(folder.resolve("pipeline.yaml"), text);
            try {
                PipelineFolder.read(folder, Set.of());
            } catch (InvalidPipelineException e) {
                assertThat(e.problems()).isNotEmpty();
            } catch (RuntimeException e) {
                throw new AssertionError("not a problem but a failure for:\n" + text, e);
            }
        }
    }

    private static Arguments mistake(String right, String wrong, String... expected) {
        return arguments(right, wrong, List.of(expected));
    }

    private void replace(String file, String right, String wrong) throws IOException {
        var text = Files.readString(folder.resolve(file));
        assertThat(text).contains(right);
        var at = text.indexOf(right);
        Files.writeString(folder.resolve(file), text.substring(0, at) + wrong + text.substring(at + right.length()));
    }

    private List<String> problems() {
        var refusal = catchThrowableOfType(
                InvalidPipelineException.class,
                () -> PipelineFolder.read(folder, EnumSet.allOf(Part.class), Gates.inThisProcess()));
        assertThat(refusal).as("the folder is refused").isNotNull();
        return refusal.problems().stream().map(Problem::toString).toList();
    }
}
