package io.millrace.app.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.enrich.event.Origin;
import org.junit.jupiter.api.Test;

class BadRowTest {
    @Test
    void ofATopicThePartitionIsNamed() {
        var bad = BadRow.at(new Origin("payments", 3, 17, 1_000, null, null), "late", "by a day");

        assertThat(bad).hasToString("payments-3: row 17: late: by a day");
    }

    @Test
    void aFileHasNoPartitions() {
        var bad = BadRow.at(new Origin("april.csv", 0, 17, Origin.UNPUBLISHED, null, null), "late", "by a day");

        assertThat(bad).hasToString("april.csv: row 17: late: by a day");
    }
}
