package io.millrace.app.replay;

import io.millrace.enrich.replay.OfflineStation;
import java.util.function.Function;

/** Fills in what one station knows. Events come in order of time, so that nobody will come with an earlier one. */
record Enriching(OfflineStation station) implements Function<Arrival, Arrival> {
    @Override
    public Arrival apply(Arrival arrival) {
        if (arrival instanceof Arrival.Accepted accepted) {
            station.enrich(accepted.event(), accepted.timeMillis());
        }
        return arrival;
    }
}
