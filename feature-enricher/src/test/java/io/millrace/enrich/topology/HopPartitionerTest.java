package io.millrace.enrich.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.enrich.progress.Watermark;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HopPartitionerTest {
    private static final Watermark WATERMARK = new Watermark(Watermark.Of.LABELS, 3, 1, false);

    private final HopPartitioner partitioner = new HopPartitioner();

    @Test
    void sendsAnnouncementsEverywhere() {
        assertThat(partitioner.partitions("hop", new byte[0], new HopMessage.Announced(WATERMARK), 4))
                .contains(Set.of(0, 1, 2, 3));
    }

    @Test
    void leavesEverythingElseToItsKey() {
        var labelled = new HopMessage.Labelled(1, 1, new double[0][], WATERMARK);

        assertThat(partitioner.partitions("hop", new byte[] {1}, labelled, 4)).isEmpty();
    }
}
