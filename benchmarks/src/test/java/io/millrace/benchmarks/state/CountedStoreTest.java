package io.millrace.benchmarks.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountedStoreTest {
    private final CountedStore store = new CountedStore();

    @Test
    void keepsWhatIsThereAndLogsWhatWasWritten() {
        store.put(new byte[] {1, 2}, new byte[10]);
        store.put(new byte[] {1, 2}, new byte[4]);
        store.put(new byte[] {3}, new byte[1]);

        assertThat(store.keptBytes()).isEqualTo(2 + 4 + 1 + 1);
        assertThat(store.loggedBytes()).isEqualTo(2 + 10 + 2 + 4 + 1 + 1);
        assertThat(store.loggedRecords()).isEqualTo(3);
        assertThat(store.get(new byte[] {1, 2})).hasSize(4);
    }

    @Test
    void aDeletionIsARecordWithoutAValue() {
        store.put(new byte[] {1}, new byte[10]);
        store.delete(new byte[] {1});
        store.delete(new byte[] {9});

        assertThat(store.keptBytes()).isZero();
        assertThat(store.loggedBytes()).isEqualTo(1 + 10 + 1 + 1);
        assertThat(store.get(new byte[] {1})).isNull();
    }

    @Test
    void bytesOfSingleEventsAreWhatTheyAddToTheChangelog() {
        var log = new ChangelogBytes(store);
        for (int event = 1; event <= 100; event++) {
            store.put(new byte[1], new byte[1]); // somebody else's
            log.begin();
            store.put(new byte[1], new byte[event]);
            store.delete(new byte[1]);
            log.end();
        }

        assertThat(log.mean()).isEqualTo(50.5 + 2);
        assertThat(log.ofNearlyAll()).isEqualTo(99 + 2);
        assertThat(log.largest()).isEqualTo(100 + 2);
        assertThat(log.recordsPerEvent()).isEqualTo(2);
    }
}
