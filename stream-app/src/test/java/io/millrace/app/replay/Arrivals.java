package io.millrace.app.replay;

import io.millrace.app.topology.Payments;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.Origin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;

/** Rows of a part, written as text: {@code 10 20 ? 15} are events at these milliseconds and a row that is none. */
final class Arrivals {
    private Arrivals() {}

    static Iterator<Arrival> of(String file, String times) {
        var arrivals = new ArrayList<Arrival>();
        long row = 0;
        long before = 0;
        for (var time : times.isEmpty() ? new String[0] : times.split(" ", -1)) {
            row++;
            if (time.equals("?")) {
                arrivals.add(new Arrival.Refused(new BadRow(file, row, "malformed", ""), before));
            } else {
                before = Long.parseLong(time);
                arrivals.add(event(file, row, before));
            }
        }
        return arrivals.iterator();
    }

    private static Arrival event(String file, long row, long timeMillis) {
        var record = Payments.payment("tx", Instant.ofEpochMilli(timeMillis), "c", "m", 1);
        var origin = new Origin(file, 0, row, Origin.UNPUBLISHED, null, null);
        return new Arrival.Accepted(new Event(record, origin, "tx", timeMillis, new double[0], 0));
    }

    /** {@code 10@1 15@4}: times of events with their rows, and the reasons of those that are none. */
    static String text(Iterator<Arrival> arrivals) {
        var all = new ArrayList<Arrival>();
        arrivals.forEachRemaining(all::add);
        return text(all);
    }

    static String text(List<Arrival> arrivals) {
        return arrivals.stream()
                .map(arrival -> arrival instanceof Arrival.Refused refused
                        ? refused.bad().reason() + "@" + arrival.row()
                        : arrival.timeMillis() + "@" + arrival.row())
                .collect(Collectors.joining(" "));
    }
}
