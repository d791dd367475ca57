package io.millrace.app.replay;

import java.util.function.Function;

/** Leaves aside events that counted in the features of others, but whose own are not asked for. */
record Choosing(Period period) implements Function<Arrival, Arrival> {
    @Override
    public Arrival apply(Arrival arrival) {
        return arrival instanceof Arrival.Accepted && arrival.timeMillis() < period.fromMillis()
                ? new Arrival.Unwritten(arrival.timeMillis(), arrival.row())
                : arrival;
    }
}
