package io.millrace.app.report;

import static io.millrace.app.drift.Statistics.statistic;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WindowPageTest {
    @Test
    void showsTheMostDriftedFirstAndWhatIsUnknownBeforeWhatIsCalm() {
        var page = WindowPage.of(
                "watched",
                List.of(
                        statistic("calm", 1, 0.2),
                        statistic("unknown", 1, null),
                        statistic("far", 1, 0.9),
                        statistic("near", 1, 0.3)));

        assertThat(page.columns()).extracting(DriftPage.Column::name).containsExactly("far", "near", "unknown", "calm");
        assertThat(page.drift()).isTrue();
        assertThat(page.verdict()).isEqualTo("Drift: 2 of 4 features drifted, of 1 it is unknown");
        assertThat(page.facts())
                .containsExactly(
                        "Window: from 1970-01-01T01:00:00Z until before 1970-01-01T02:00:00Z, event time",
                        "400 predictions, against a profile of 5000 rows",
                        "Of fraud 7");
    }

    @Test
    void whatIsUnknownIsNotCalledCalm() {
        var page = WindowPage.of("watched", List.of(statistic("a", 1, null)));

        assertThat(page.drift()).isNull();
        assertThat(page.verdict()).isEqualTo("Unknown: 0 of 1 features drifted, of 1 it is unknown");
        assertThat(page.columns().get(0).drifted()).isNull();
        assertThat(page.columns().get(0).note()).isEqualTo("no row");
    }

    @Test
    void aFeatureHasItsMeansAndItsDistribution() {
        var column = WindowPage.of("watched", List.of(statistic("a", 1, 0.2)))
                .columns()
                .get(0);

        assertThat(column.drifted()).isFalse();
        assertThat(column.note()).isEqualTo("mean 6.500, in the reference 5.000");
        assertThat(column.histogram())
                .isEqualTo(new Histogram(List.of(new Histogram.Bar("below 10", 1, 0.75)), Double.NaN, 0.25));
    }

    @Test
    void saysWhichPredictionsItIsOf() {
        var page = WindowPage.of("watched", List.of(statistic("a", 1, 0.2, "country", "BE")));

        assertThat(page.facts()).contains("Only predictions with country = BE");
    }
}
