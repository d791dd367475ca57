package io.millrace.enrich.window;

import java.util.EnumSet;
import java.util.Set;

/** Sets of statistics that tests share. */
final class Statistics {
    /** What the first layout knew. */
    static final Set<Statistic> FIRST_FIVE =
            EnumSet.of(Statistic.SUM, Statistic.SPREAD, Statistic.MINIMUM, Statistic.MAXIMUM, Statistic.LAST);

    /** All that need neither a half-life nor a sketch. */
    static final Set<Statistic> PLAIN = EnumSet.range(Statistic.SUM, Statistic.FIRST);

    private Statistics() {}
}
