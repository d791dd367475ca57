package io.millrace.enrich.label;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.enrich.state.InMemoryOrderedStore;
import io.millrace.enrich.state.OrderedStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeptEventsTest {
    private static final long DAY = 86_400_000;
    private static final long MEMORY = 7 * DAY;
    private static final long NOON = 1_700_000_000_000L;

    private final OrderedStore store = new InMemoryOrderedStore();
    private final KeptEvents events = new KeptEvents(store, MEMORY);

    @Test
    void findsAnEventByItsWholeId() {
        remember("t1", NOON);
        remember("t10", NOON);
        remember("t", NOON);

        assertThat(found("t1")).isEqualTo("t1 at 0");
        assertThat(found("t10")).isEqualTo("t10 at 0");
        assertThat(found("t2")).isNull();
    }

    /** Partitions are read at different speeds: what a fast one brings must not push out what a slow one does. */
    @Test
    void anEventIsFoundHoweverFarAheadOthersAre() {
        remember("fast", NOON + 60 * DAY);
        remember("slow", NOON);

        assertThat(found("slow")).isEqualTo("slow at 0");
        assertThat(found("fast")).isEqualTo("fast at " + 60 * DAY);
    }

    @Test
    void ofOneIdAnEventWithoutOutcomeIsFoundBeforeOneWith() {
        remember("t1", NOON);
        remember("t1", NOON + 1);
        events.label("t1", NOON);
        assertThat(found("t1")).isEqualTo("t1 at 1");

        events.label("t1", NOON + 1);
        assertThat(found("t1")).isEqualTo("labelled");
    }

    @Test
    void whatIsForgottenIsNotFoundToTheMillisecond() {
        remember("t1", NOON - 1);
        remember("t2", NOON);

        events.forgetBefore(NOON);

        assertThat(found("t1")).isNull();
        assertThat(found("t2")).isEqualTo("t2 at 0");
    }

    @Test
    void whatIsForgottenIsDeletedByAndBy() {
        for (int i = 0; i < 250; i++) {
            remember("t" + i, NOON + i);
        }
        remember("young", NOON + 2 * MEMORY);

        events.forgetBefore(NOON + MEMORY);
        assertThat(kept()).isEqualTo(151);
        events.forgetBefore(NOON + MEMORY);
        events.forgetBefore(NOON + MEMORY);
        assertThat(kept()).isEqualTo(1);
        events.forgetBefore(NOON + 2 * MEMORY);

        assertThat(kept()).isEqualTo(1);
        assertThat(found("young")).isNotNull();
    }

    /** A partition that was idle is not waited for; what it brings may be older than what has been forgotten. */
    @Test
    void whatComesAfterItsTimeIsDeletedTheNextTime() {
        remember("t1", NOON);
        events.forgetBefore(NOON + 10 * MEMORY);

        remember("t2", NOON + DAY);
        assertThat(found("t2")).isNull();
        events.forgetBefore(NOON + 10 * MEMORY);

        assertThat(kept()).isZero();
    }

    @Test
    void goesOnWithWhatTheStoreHolds() {
        remember("t1", NOON);
        remember("t2", NOON + 3 * MEMORY);

        var again = new KeptEvents(store, MEMORY);
        assertThat(again.find("t1")).isNotNull();
        assertThat(again.find("t2")).isNotNull();
        again.forgetBefore(NOON + MEMORY);

        assertThat(again.find("t1")).isNull();
        assertThat(again.find("t2")).isNotNull();
        assertThat(kept()).isEqualTo(1);
    }

    private void remember(String id, long timeMillis) {
        events.remember(id, timeMillis, (id + " at " + (timeMillis - NOON)).getBytes(UTF_8));
    }

    private @Nullable String found(String id) {
        var known = events.find(id);
        if (known == null) {
            return null;
        }
        byte[] event = known.event();
        return event == null ? "labelled" : new String(event, UTF_8);
    }

    private int kept() {
        int count = 0;
        try (var entries = store.ascending(new byte[0], new byte[] {-1})) {
            for (; entries.hasNext(); entries.next()) {
                count++;
            }
        }
        return count;
    }
}
