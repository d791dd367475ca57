package io.millrace.app.replay;

import io.millrace.enrich.contract.Verdict;
import io.millrace.enrich.replay.OfflineEnricher;
import java.util.function.Function;

/** Everything that is done to an event before it is scored, in one step: outcomes reach into all stations at once. */
record Learning(OfflineEnricher enricher) implements Function<Arrival, Arrival> {
    @Override
    public Arrival apply(Arrival arrival) {
        if (arrival instanceof Arrival.Outcome outcome) {
            enricher.outcome(outcome.record(), outcome.origin());
        }
        return arrival instanceof Arrival.Accepted accepted
                        && enricher.enrich(accepted.event()) instanceof Verdict.Rejected rejected
                ? accepted.refused(rejected.reason(), rejected.detail())
                : arrival;
    }
}
