package io.millrace.app.replay;

import io.millrace.enrich.contract.Verdict;
import io.millrace.enrich.replay.OfflineEnricher;
import java.util.function.Function;

/** Refuses events that were there before, and fills in what needs no other event. */
record Admitting(OfflineEnricher enricher) implements Function<Arrival, Arrival> {
    @Override
    public Arrival apply(Arrival arrival) {
        return arrival instanceof Arrival.Accepted accepted
                        && enricher.admit(accepted.event()) instanceof Verdict.Rejected rejected
                ? accepted.refused(rejected.reason(), rejected.detail())
                : arrival;
    }
}
