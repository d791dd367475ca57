package io.millrace.enrich.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.enrich.contract.RejectionReason;
import io.millrace.enrich.progress.HeldEvents;
import io.millrace.enrich.state.InMemoryOrderedStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LabelJoinTest {
    private static final long WITHIN = 1_000;
    private static final long LATENESS = 100;
    private static final long NOON = 1_700_000_000_000L;

    private final List<String> matched = new ArrayList<>();
    private final List<String> rejected = new ArrayList<>();
    private final Map<String, EventsById.Known<String>> events = new HashMap<>();
    private final Map<String, WaitingOutcomes.Waiting<String>> waiting = new HashMap<>();
    private final LabelJoin<String, String> join = new LabelJoin<>(
            WITHIN,
            LATENESS,
            new EventsById<>() {
                @Override
                public void remember(String id, long timeMillis, String event) {
                    events.put(id, new Known<>(timeMillis, event));
                }

                @Override
                public @Nullable Known<String> find(String id) {
                    return events.get(id);
                }

                @Override
                public void label(String id, long timeMillis) {
                    events.put(id, new Known<>(timeMillis, null));
                }

                @Override
                public void forgetBefore(long timeMillis) {
                    events.values().removeIf(known -> known.timeMillis() < timeMillis);
                }
            },
            new WaitingOutcomes<>() {
                @Override
                public @Nullable Waiting<String> get(String id) {
                    return waiting.get(id);
                }

                @Override
                public void put(String id, Waiting<String> outcome) {
                    waiting.put(id, outcome);
                }

                @Override
                public void delete(String id) {
                    waiting.remove(id);
                }
            },
            new HeldEvents(new InMemoryOrderedStore()),
            new LabelJoin.Exit<>() {
                @Override
                public void matched(String event, String outcome) {
                    matched.add(event + " is " + outcome);
                }

                @Override
                public void rejected(String outcome, RejectionReason reason, String detail) {
                    rejected.add(outcome + ": " + reason.code());
                }
            });

    @Test
    void anOutcomeMeetsItsEvent() {
        join.event("t1", NOON, "payment 1");
        join.event("t2", NOON, "payment 2");
        join.outcome("t2", NOON + 10, 0, "fraud");

        assertThat(matched).containsExactly("payment 2 is fraud");
        assertThat(rejected).isEmpty();
    }

    @Test
    void anOutcomeThatIsThereFirstWaitsForItsEvent() {
        join.outcome("t1", NOON + 10, 0, "fraud");
        assertThat(matched).isEmpty();

        join.event("t1", NOON, "payment 1");
        join.reached(NOON + 10_000, NOON + 10_000);

        assertThat(matched).containsExactly("payment 1 is fraud");
        assertThat(rejected).isEmpty();
    }

    @Test
    void theFirstOutcomeOfAnEventCounts() {
        join.event("t1", NOON, "payment 1");
        join.outcome("t1", NOON + 10, 0, "fraud");
        join.outcome("t1", NOON + 20, 1, "no fraud");
        join.outcome("t2", NOON + 20, 2, "fraud");
        join.outcome("t2", NOON + 30, 3, "no fraud after all");

        assertThat(matched).containsExactly("payment 1 is fraud");
        assertThat(rejected).containsExactly("no fraud: duplicate-outcome", "no fraud after all: duplicate-outcome");
    }

    @Test
    void anOutcomeMayBeExactlySoLate() {
        join.event("t1", NOON, "payment 1");
        join.event("t2", NOON, "payment 2");
        join.outcome("t1", NOON + WITHIN, 0, "fraud");
        join.outcome("t2", NOON + WITHIN + 1, 1, "fraud, too");

        assertThat(matched).containsExactly("payment 1 is fraud");
        assertThat(rejected).containsExactly("fraud, too: late-outcome");
    }

    /** Which of the two is read first must not matter. */
    @Test
    void anOutcomeThatWaitedForItsEventMayBeExactlySoLate() {
        join.outcome("t1", NOON + WITHIN, 0, "fraud");
        join.outcome("t2", NOON + WITHIN + 1, 1, "fraud, too");
        join.event("t1", NOON, "payment 1");
        join.event("t2", NOON, "payment 2");
        join.outcome("t2", NOON + WITHIN, 2, "no fraud");

        assertThat(matched).containsExactly("payment 1 is fraud", "payment 2 is no fraud");
        assertThat(rejected).containsExactly("fraud, too: late-outcome");
    }

    @Test
    void anEventMayComeAsLateAsEventsMay() {
        join.outcome("t1", NOON, 0, "fraud");
        join.outcome("t2", NOON - 1, 1, "fraud, too");
        join.reached(NOON + LATENESS, NOON + LATENESS);
        assertThat(rejected).containsExactly("fraud, too: no-event");

        join.event("t1", NOON - 5, "payment 1");
        join.event("t2", NOON - 5, "payment 2");
        assertThat(matched).containsExactly("payment 1 is fraud");
    }

    @Test
    void anEventIsRememberedWhileItsOutcomeMayOnlyNotHaveBeenRead() {
        join.event("t1", NOON, "payment 1");
        join.reached(NOON + 10 * WITHIN, NOON);
        join.outcome("t1", NOON + 10, 0, "fraud");

        assertThat(matched).containsExactly("payment 1 is fraud");
        assertThat(rejected).isEmpty();
    }

    @Test
    void anEventIsRememberedUntilNoOutcomeOfItMayCome() {
        join.event("t1", NOON, "payment 1");
        join.event("t2", NOON - 1, "payment 2");
        join.reached(NOON + WITHIN + 2 * LATENESS, NOON + WITHIN + 2 * LATENESS);
        join.outcome("t1", NOON + 10, 0, "fraud");
        join.outcome("t2", NOON + 10, 1, "fraud, too");
        join.reached(NOON + WITHIN + 2 * LATENESS, NOON + WITHIN + 2 * LATENESS);

        assertThat(matched).containsExactly("payment 1 is fraud");
        assertThat(rejected).containsExactly("fraud, too: no-event");
    }
}
