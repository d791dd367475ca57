package io.millrace.enrich.topology;

import io.millrace.enrich.definition.OutcomeDefinition;
import io.millrace.enrich.plan.FeaturePlan;
import io.millrace.enrich.plan.Station;
import io.millrace.enrich.progress.Gate;
import org.jspecify.annotations.Nullable;

/**
 * Whom a station's events wait for.
 *
 * @param station whose they are
 * @param delayMillis see {@link Gate}; null if no window ends before its event
 * @param eventSenders tasks that send it events: one where events stay in their task
 * @param settleMillis see {@link Gate}; null if no window is over labels
 * @param labelSenders tasks that send it labels
 */
record StationWaits(
        Station station,
        @Nullable Long delayMillis,
        int eventSenders,
        @Nullable Long settleMillis,
        int labelSenders) {

    /**
     * What a station of a plan waits for.
     *
     * @param partitions of the event topic, and so of every topic read together with it and of every hop
     */
    static StationWaits of(Station station, FeaturePlan plan, int partitions) {
        OutcomeDefinition outcomes = plan.definitions().outcomes();
        return new StationWaits(
                station,
                station.shortestDelayMillis().isPresent()
                        ? station.shortestDelayMillis().getAsLong()
                        : null,
                station.rekeyed() ? partitions : 1,
                station.readsLabels() && outcomes != null ? outcomes.settle().toMillis() : null,
                partitions);
    }

    Gate gate() {
        return new Gate(delayMillis, eventSenders, settleMillis, labelSenders);
    }

    /** Whether an event may have to wait. One that stays in its task has all that its delayed windows wait for with it. */
    boolean mayWait() {
        return settleMillis != null || (delayMillis != null && station.rekeyed());
    }

    /** Whether senders are elsewhere, so that what they said must outlive a restart: they do not say it again. */
    boolean hearsFromElsewhere() {
        return settleMillis != null || station.rekeyed();
    }

    /** Store of events that wait: {@code held-by-terminal-id}. */
    String heldStore() {
        return "held-by-" + station.name();
    }

    /** Store of what senders said: {@code progress-by-terminal-id}. */
    String progressStore() {
        return "progress-by-" + station.name();
    }
}
