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
    void leavesWhatIsSentByAnotherKeyToThatKey() {
        assertThat(partitioner.partitions("hop", new byte[] {1}, labelled(HopMessage.Labelled.BY_KEY), 4))
                .isEmpty();
    }

    /** A producer of events may have its own idea of where a key belongs. */
    @Test
    void sendsWhatBecameOfAnEventToWhereTheEventIs() {
        assertThat(partitioner.partitions("hop", new byte[] {1}, labelled(0), 4))
                .contains(Set.of(0));
        assertThat(partitioner.partitions("hop", new byte[] {1}, labelled(3), 4))
                .contains(Set.of(3));
    }

    private static HopMessage labelled(int partition) {
        return new HopMessage.Labelled(partition, 1, 1, new double[0][], WATERMARK);
    }
}
