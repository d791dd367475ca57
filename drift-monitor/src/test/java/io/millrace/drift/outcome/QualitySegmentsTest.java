package io.millrace.drift.outcome;

import static io.millrace.drift.window.Examples.HOUR;
import static io.millrace.drift.window.Examples.MINUTE;
import static io.millrace.drift.window.Examples.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.millrace.drift.quality.ClassificationSummary;
import io.millrace.drift.quality.Measure;
import io.millrace.drift.quality.QualityFigures;
import io.millrace.drift.window.WindowAccumulator;
import io.millrace.schemas.drift.DriftAlert;
import io.millrace.schemas.drift.DriftAlertState;
import io.millrace.schemas.drift.QualityMeasure;
import io.millrace.schemas.drift.QualityStatistic;
import io.millrace.schemas.drift.RetrainingRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of segments is what their rows alone would say, whatever the number of partitions and the order of records. */
class QualitySegmentsTest {
    private static final int MOST = WindowAccumulator.MOST_VALUES;
    private static final long FINAL = NOON + HOUR + 3 * HOUR + 10 * MINUTE;

    /** @param known 0 if never */
    private record Row(
            String id,
            long time,
            double score,
            String version,
            @Nullable String country,
            boolean label,
            long known) {}

    private static FollowedMonitor monitor(int partitions, String... by) {
        return new FollowedMonitor(Followed.split(Followed.settings(true), partitions, by));
    }

    /** Rows of one window; of half of them the outcome comes later than their windows end. */
    private static List<Row> rows(int count, int countries, long seed) {
        var random = new Random(seed);
        var rows = new ArrayList<Row>();
        for (int i = 0; i < count; i++) {
            int country = random.nextInt(countries + 1);
            long time = NOON + random.nextInt((int) HOUR);
            rows.add(new Row(
                    "e" + i,
                    time,
                    random.nextDouble(),
                    random.nextInt(3) == 0 ? "8" : "7",
                    country == countries ? null : String.format("c%02d", country),
                    random.nextBoolean(),
                    random.nextInt(10) == 0 ? 0 : time + random.nextInt((int) (3 * HOUR))));
        }
        return rows;
    }

    /** Predictions and outcomes out of order by less than the grace; tasks tell each other what they have every so many records. */
    private static void play(FollowedMonitor monitor, List<Row> rows, long seed) {
        var random = new Random(seed);
        var order = new ArrayList<Arrival>();
        for (var row : rows) {
            order.add(new Arrival(
                    row.time + late(random),
                    () -> monitor.predict(row.id, row.time, row.score, row.version, row.country)));
            if (row.known > 0) {
                order.add(new Arrival(row.known + late(random), () -> monitor.outcome(row.id, row.label, row.known)));
            }
        }
        order.sort(Comparator.comparingLong(Arrival::millis));
        for (int i = 0; i < order.size(); i++) {
            order.get(i).event.run();
            if (i % 50 == 0) {
                monitor.second();
            }
        }
        monitor.reach(FINAL);
    }

    private static long late(Random random) {
        return random.nextInt(9 * (int) MINUTE);
    }

    private record Arrival(long millis, Runnable event) {}

    private static QualityFigures figures(List<Row> rows) {
        var summary = new ClassificationSummary();
        for (var row : rows) {
            summary.predicted();
            if (row.known > 0) {
                summary.labelled(row.score, row.score >= 0.5, row.label, Duration.ofMillis(row.known - row.time));
                summary.addValue("saved", row.label && row.score >= 0.5 ? 10 : 0);
            }
        }
        return summary.figures();
    }

    private static void assertSays(QualityStatistic statistic, List<Row> rows) {
        var figures = figures(rows);
        assertThat(statistic.getPredictions()).isEqualTo(rows.size());
        assertThat(statistic.getOutcomes()).isEqualTo(figures.pairs());
        for (var measure : statistic.getMeasures()) {
            var expected = figures.of(Measure.of(measure.getName()).orElseThrow());
            assertThat(measure.getValue()).as(measure.getName()).isEqualTo(expected.value());
            assertThat(measure.getError()).as(measure.getName()).isEqualTo(expected.error());
        }
        assertThat(statistic.getMeasures()).hasSameSizeAs(figures.measures().keySet());
        assertThat(statistic.getBusiness()).allSatisfy(worth -> assertThat(worth.getValue())
                .isEqualTo(figures.values().get("saved")));
    }

    private static QualityStatistic find(
            List<QualityStatistic> said, @Nullable String version, @Nullable String segment) {
        return said.stream()
                .filter(one -> Objects.equals(one.getModelVersion(), version))
                .filter(one -> Objects.equals(one.getSegment(), segment))
                .collect(Collectors.collectingAndThen(Collectors.toList(), found -> {
                    assertThat(found).as(version + " " + segment).hasSize(1);
                    return found.get(0);
                }));
    }

    private static List<Row> of(List<Row> rows, String version) {
        return rows.stream().filter(row -> row.version.equals(version)).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void figuresOfASegmentAreThoseOfItsRowsAlone(int partitions) {
        var rows = rows(200, 3, 11); // delays of as many are exact
        var monitor = monitor(partitions, "country");

        // When
        play(monitor, rows, 12);

        // Then
        var said = monitor.last(NOON);
        assertThat(said).as("all, two versions, and four segments of each").hasSize(3 + 4 + 8);
        assertSays(find(said, null, null), rows);
        for (var country : List.of("c00", "c01", "c02", "(none)")) {
            var ofCountry = rows.stream()
                    .filter(row -> country.equals(row.country == null ? "(none)" : row.country))
                    .toList();
            assertThat(ofCountry).hasSizeGreaterThan(25);
            var segment = find(said, null, "country=" + country);
            assertThat(segment.getSegmentBy()).isEqualTo("country");
            assertThat(segment.getSegmentValue()).isEqualTo(country);
            assertThat(segment.getVariant()).isNull();
            assertSays(segment, ofCountry);
            assertSays(find(said, "7", "country=" + country), of(ofCountry, "7"));
            assertSays(find(said, "8", "country=" + country), of(ofCountry, "8"));
        }
    }

    @Test
    void whatIsExpectedOfASegmentIsOfItsScores() {
        var monitor = monitor(2, "country");
        for (int i = 0; i < 100; i++) {
            monitor.predict("e" + i, NOON + i, i / 100.0, "7", i < 50 ? "BE" : "NL");
        }

        monitor.reach(FINAL);

        // answers of the first half are no, right by 0.755 on average, of the second yes, right by 0.745
        assertThat(accuracy(find(monitor.last(NOON), null, "country=BE"))).isEqualTo(0.755, within(1e-12));
        assertThat(accuracy(find(monitor.last(NOON), null, "country=NL"))).isEqualTo(0.745, within(1e-12));
    }

    private static double accuracy(QualityStatistic statistic) {
        return statistic.getEstimates().stream()
                .filter(estimate -> estimate.getName().equals("accuracy"))
                .mapToDouble(QualityMeasure::getValue)
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void theFirstValuesInTheOrderOfTheirCharactersHaveASegmentAndAllOthersAreTheRest(int partitions) {
        var rows = rows(900, 45, 21).stream().filter(row -> row.country != null).toList();
        var kept = rows.stream().map(Row::country).collect(Collectors.toCollection(TreeSet::new)).stream()
                .limit(MOST)
                .toList();
        var monitor = monitor(partitions, "country");

        // When
        play(monitor, rows, 22);

        // Then
        var said = monitor.last(NOON);
        assertThat(said.stream().filter(one -> one.getModelVersion() == null && one.getSegment() != null))
                .extracting(QualityStatistic::getSegmentValue)
                .containsExactlyElementsOf(
                        Stream.concat(kept.stream(), Stream.of("other")).toList());
        for (var country : kept) {
            assertSays(
                    find(said, null, "country=" + country),
                    rows.stream().filter(row -> country.equals(row.country)).toList());
        }
        var others = rows.stream().filter(row -> !kept.contains(row.country)).toList();
        assertThat(others).hasSizeGreaterThan(300);
        var rest = find(said, null, "country=other");
        assertThat(rest.getPredictions()).isEqualTo(others.size());
        assertThat(rest.getOutcomes())
                .isEqualTo(others.stream().filter(row -> row.known > 0).count());
        assertThat(value(rest, "log-loss"))
                .isEqualTo(figures(others).of(Measure.LOG_LOSS).value());
        assertThat(value(rest, "auc"))
                .isEqualTo(figures(others).of(Measure.ROC_AUC).value());
    }

    private static @Nullable Double value(QualityStatistic statistic, String measure) {
        return statistic.getMeasures().stream()
                .filter(one -> one.getName().equals(measure))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    @Test
    void predictionsWithTheRestAreCounted() {
        var rows = rows(900, 45, 21).stream().filter(row -> row.country != null).toList();
        var monitor = monitor(1, "country");

        play(monitor, rows, 22);

        assertThat(monitor.withTheRest())
                .containsOnlyKeys("country")
                .containsEntry(
                        "country",
                        find(monitor.last(NOON), null, "country=other").getPredictions());
    }

    @Test
    void aValueThatIsCalledAsTheRestIsIsWithItAndOneWithoutAPlaceTakesNone() {
        var monitor = monitor(1, "country");
        monitor.predict("a", NOON, 0.5, "7", "other");
        IntStream.range(0, MOST + 1).forEach(i -> monitor.predict("b" + i, NOON, 0.5, "7", String.format("c%02d", i)));

        monitor.reach(FINAL);

        var said = monitor.last(NOON);
        assertThat(find(said, null, "country=other").getPredictions()).isEqualTo(2);
        assertThat(find(said, null, "country=c19").getPredictions()).isEqualTo(1);
        assertThat(said).noneMatch(one -> "country=c20".equals(one.getSegment()));
        assertThat(said.stream().map(Statements::key)).doesNotHaveDuplicates();
    }

    @Test
    void whatIsKeptIsBoundedWhenEveryValueComesBeforeAllOthers() {
        var monitor = monitor(2, "country");
        for (int i = 999; i >= 0; i--) {
            monitor.predict("e" + i, NOON + i, 0.5, "7", String.format("c%04d", i));
            monitor.outcome("e" + i, true, NOON + i);
            if (i % 10 == 0) {
                monitor.second();
            }
        }
        monitor.second();

        assertThat(monitor.keys(QualityStores.WINDOWS)).hasSize(2 * (1 + MOST + 1));
        assertThat(monitor.keys(QualityStores.PARTIALS)).hasSize(2 * (1 + MOST + 1));

        // When
        monitor.reach(FINAL);

        // Then
        var rest = find(monitor.last(NOON), null, "country=other");
        assertThat(rest.getPredictions()).isEqualTo(1000 - MOST);
        assertThat(rest.getOutcomes()).isEqualTo(1000 - MOST);
    }

    private static void hour(FollowedMonitor monitor, int hour, String country, int rows, boolean bad) {
        for (int i = 0; i < rows; i++) {
            String id = hour + "-" + country + "-" + i;
            double score = i % 2 == 0 ? 0.9 : 0.1;
            monitor.predict(id, NOON + hour * HOUR + i, score, "7", country);
            monitor.outcome(id, bad == (score < 0.5), NOON + hour * HOUR + i + MINUTE);
        }
    }

    @Test
    void limitsHoldForEachSegmentAndAModelIsAskedForBecauseOfAllAnswersOnly() {
        var monitor = monitor(2, "country");
        for (int hour = 0; hour < 8; hour++) {
            hour(monitor, hour, "BE", 600, false);
            hour(monitor, hour, "NL", 40, hour >= 2 && hour < 5);
        }

        // When
        monitor.reach(NOON + 8 * HOUR + 3 * HOUR + 10 * MINUTE);

        // Then
        assertThat(monitor.alerts())
                .extracting(
                        DriftAlert::getTest,
                        DriftAlert::getState,
                        DriftAlert::getSegmentBy,
                        DriftAlert::getSegmentValue,
                        alert -> alert.getWindowStart().toEpochMilli())
                .containsExactly(
                        tuple("auc", DriftAlertState.RAISED, "country", "NL", NOON + 3 * HOUR),
                        tuple("log-loss", DriftAlertState.RAISED, "country", "NL", NOON + 3 * HOUR),
                        tuple("auc", DriftAlertState.RESOLVED, "country", "NL", NOON + 6 * HOUR),
                        tuple("log-loss", DriftAlertState.RESOLVED, "country", "NL", NOON + 6 * HOUR));
        assertThat(monitor.alerts().get(0).getMessage())
                .isEqualTo("auc is 0.000, below 0.7000 in 2 windows since 2027-01-15T14:00:00Z, where country is NL");
        assertThat(monitor.alerts().get(1).getThreshold())
                .as("that of its own first window and 0.2")
                .isEqualTo(-Math.log(0.9) + 0.2, within(1e-12));
        assertThat(monitor.said()).noneMatch(RetrainingRequest.class::isInstance);
        assertThat(monitor.keys(QualityStores.ALERTS)).isEmpty();
    }

    @Test
    void anAlertOfASegmentThatDoesNotComeAgainIsResolvedAfterTwoWindowsWithoutIt() {
        var monitor = monitor(1, "country");
        for (int hour = 0; hour < 8; hour++) {
            hour(monitor, hour, "BE", 600, false);
            if (hour < 3) {
                hour(monitor, hour, "NL", 40, true);
            }
        }

        // When
        monitor.reach(NOON + 8 * HOUR + 3 * HOUR + 10 * MINUTE);

        // Then
        assertThat(monitor.alerts())
                .extracting(DriftAlert::getTest, DriftAlert::getState, alert -> alert.getWindowStart()
                        .toEpochMilli())
                .containsExactly(
                        tuple("auc", DriftAlertState.RAISED, NOON + HOUR),
                        tuple("auc", DriftAlertState.RESOLVED, NOON + 4 * HOUR));
        assertThat(monitor.alerts().get(1).getValue()).isNaN();
        assertThat(monitor.alerts().get(1).getMessage())
                .isEqualTo("auc is not known any more, for want of predictions; it was below 0.7000 in 3 windows since "
                        + "2027-01-15T12:00:00Z, where country is NL");
        assertThat(monitor.keys(QualityStores.ALERTS)).isEmpty();
    }

    @Test
    void segmentsHaveABaselineOfTheirOwnForAsManyValuesAsAWindowTellsApart() {
        var monitor = monitor(1, "country");
        for (int hour = 0; hour < 5; hour++) {
            for (int i = 0; i < 10; i++) {
                hour(monitor, hour, "c" + hour + i, 2, false);
            }
        }

        monitor.reach(NOON + 5 * HOUR + 3 * HOUR + 10 * MINUTE);

        assertThat(monitor.keys(QualityStores.BASELINE))
                .hasSize(1 + MOST)
                .contains("all", "country=c00", "country=c19")
                .doesNotContain("country=c20");
    }

    @Test
    void withoutSegmentAlertsLimitsHoldForAllAnswersOnly() {
        var split = Followed.split(Followed.settings(true), 1, "country");
        var quiet = new QualitySettings(
                split.pipeline(),
                split.topics(),
                split.partitions(),
                split.predictions(),
                split.windows(),
                split.within(),
                split.kind(),
                split.worths(),
                split.expectation(),
                split.limits(),
                split.baseline(),
                split.alerts(),
                split.by(),
                false,
                split.idle(),
                split.reportEvery(),
                split.retraining());
        var monitor = new FollowedMonitor(quiet);
        for (int hour = 0; hour < 4; hour++) {
            hour(monitor, hour, "BE", 600, false);
            hour(monitor, hour, "NL", 40, true);
        }

        monitor.reach(NOON + 4 * HOUR + 3 * HOUR + 10 * MINUTE);

        assertThat(find(monitor.last(NOON), null, "country=NL").getOutcomes()).isEqualTo(40);
        assertThat(monitor.alerts()).isEmpty();
        assertThat(monitor.keys(QualityStores.BASELINE)).containsExactly("all");
    }

    @Test
    void aFieldThatIsNamedAnewCountsFromThenOnAndOneThatIsNoLongerNamedIsNotTold() {
        var whole = Followed.settings(true);
        var split = Followed.split(whole, 1, "country");
        var monitor = new FollowedMonitor(whole);
        monitor.predict("a", NOON, 0.5, "7", "BE");
        monitor.second();

        // When
        monitor.restart(split);
        monitor.predict("b", NOON, 0.5, "7", "BE");
        monitor.outcome("a", true, NOON + 1);
        monitor.outcome("b", true, NOON + 1);
        monitor.predict("c", NOON + HOUR, 0.5, "7", "BE");
        monitor.second();
        monitor.reach(FINAL);
        monitor.restart(whole);
        monitor.outcome("c", true, NOON + HOUR + 1);
        monitor.second();
        monitor.reach(FINAL + HOUR);

        // Then
        var first = monitor.last(NOON);
        assertThat(find(first, null, null).getOutcomes()).isEqualTo(2);
        assertThat(find(first, null, "country=BE").getPredictions()).isEqualTo(1);
        assertThat(find(first, null, "country=BE").getOutcomes()).isEqualTo(1);
        assertThat(monitor.last(NOON + HOUR)).hasSize(2).allMatch(one -> one.getSegment() == null);
        assertThat(find(monitor.last(NOON + HOUR), null, null).getOutcomes()).isEqualTo(1);
    }

    @Test
    void fieldsThatPredictionsDoNotHaveAreRefused() {
        assertThatThrownBy(() -> Followed.split(Followed.settings(false), 1, "colour"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("predictions have no field \"colour\" to split them by");
    }
}
