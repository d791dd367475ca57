package io.millrace.app.replay;

import io.millrace.enrich.contract.Verdict;
import io.millrace.enrich.replay.OfflineEnricher;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Gives accepted events their features. Ends where the time asked for ends. Confined to one thread. */
final class Enrichment implements Iterator<List<Arrival>> {
    private final Iterator<List<Arrival>> batches;
    private final OfflineEnricher enricher;
    private final Period period;
    private boolean ended;

    Enrichment(Iterator<List<Arrival>> batches, OfflineEnricher enricher, Period period) {
        this.batches = batches;
        this.enricher = enricher;
        this.period = period;
    }

    @Override
    public boolean hasNext() {
        return !ended && batches.hasNext();
    }

    @Override
    public List<Arrival> next() {
        if (ended) {
            throw new NoSuchElementException();
        }
        var batch = batches.next();
        var enriched = new ArrayList<Arrival>(batch.size());
        for (var arrival : batch) {
            if (arrival instanceof Arrival.Accepted accepted) {
                if (accepted.timeMillis() >= period.untilMillis()) {
                    ended = true;
                    break;
                }
                enriched.add(enriched(accepted));
            } else {
                enriched.add(arrival);
            }
        }
        return enriched;
    }

    private Arrival enriched(Arrival.Accepted arrival) {
        var verdict = enricher.enrich(arrival.event());
        if (verdict instanceof Verdict.Rejected rejected) {
            var place = rejected.origin();
            var name = place.topic();
            return new Arrival.Refused(
                    new BadRow(name, place.offset(), rejected.reason().code(), rejected.detail()),
                    arrival.timeMillis());
        }
        return arrival.timeMillis() >= period.fromMillis()
                ? arrival
                : new Arrival.Unwritten(arrival.timeMillis(), arrival.row());
    }
}
