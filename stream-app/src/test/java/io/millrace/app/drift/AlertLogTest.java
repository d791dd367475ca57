package io.millrace.app.drift;

import static io.millrace.app.drift.Statistics.alert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import org.junit.jupiter.api.Test;

class AlertLogTest {
    private final AlertLog log = new AlertLog();

    @Test
    void anAlertStandsUntilItIsResolved() {
        log.add(alert("b", 5, "RAISED"));
        log.add(alert("a", 3, "RAISED"));
        log.add(alert("a", 4, "RESOLVED"));
        assertThat(log.standing()).extracting(AlertLog.Entry::feature).containsExactly("b");

        log.add(alert("a", 4, "RAISED"));

        assertThat(log.standing()).extracting(AlertLog.Entry::feature).containsExactly("a", "b");
        assertThat(log.all())
                .extracting(AlertLog.Entry::feature, AlertLog.Entry::raised)
                .startsWith(tuple("a", true))
                .endsWith(tuple("b", true))
                .hasSize(4);
    }

    @Test
    void withoutAlertsNoneStands() {
        assertThat(log.standing()).isEmpty();
        assertThat(log.all()).isEmpty();
    }
}
