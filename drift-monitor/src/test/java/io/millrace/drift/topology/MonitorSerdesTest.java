package io.millrace.drift.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.drift.topology.PartitionReport.Counted;
import io.millrace.drift.topology.PartitionReport.Reached;
import io.millrace.drift.window.AlertState;
import io.millrace.drift.window.Progress;
import java.util.OptionalLong;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class MonitorSerdesTest {
    @Test
    void giveBackWhatTheyWere() {
        assertSurvives(
                MonitorSerdes.REPORT,
                new Counted(3, 1_000, 7, 1_001, Bytes.wrap(new byte[] {4}), Bytes.wrap(new byte[] {1, 2, 3})));
        assertSurvives(MonitorSerdes.REPORT, new Reached(15, new Progress(OptionalLong.of(0), false)));
        assertSurvives(MonitorSerdes.REPORT, new Reached(0, new Progress(OptionalLong.empty(), true)));
        assertSurvives(MonitorSerdes.PROGRESS, new Progress(OptionalLong.of(1_000), true));
        assertSurvives(MonitorSerdes.PROGRESS, new Progress(OptionalLong.empty(), false));
        assertSurvives(MonitorSerdes.CLOSED_WINDOWS, new ClosedWindows(1, 2, 3));
        assertSurvives(MonitorSerdes.CLOSED_WINDOWS, ClosedWindows.noneAsOf(1));
        assertSurvives(MonitorSerdes.ALERT_STATE, new AlertState(true, 1_000, 2, 1));
        assertSurvives(MonitorSerdes.ALERT_STATE, new AlertState(false, 0, 0, 0, 2_000));
    }

    @Test
    void refuseBytesOfAnotherVersion() {
        byte[] newer = {3, 0, 0};

        assertThatIllegalArgumentException()
                .isThrownBy(() -> MonitorSerdes.REPORT.deserializer().deserialize("t", newer));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MonitorSerdes.PROGRESS.deserializer().deserialize("t", new byte[0]));
    }

    @Test
    void leaveWhatWasDeletedDeleted() {
        assertThat(MonitorSerdes.PROGRESS.serializer().serialize("t", null)).isNull();
        assertThat(MonitorSerdes.PROGRESS.deserializer().deserialize("t", (byte[]) null))
                .isNull();
    }

    private static <T> void assertSurvives(Serde<T> serde, T value) {
        byte[] bytes = serde.serializer().serialize("t", value);

        assertThat(serde.deserializer().deserialize("t", bytes)).isEqualTo(value);
    }
}
