package io.millrace.benchmarks.drift;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was found by one contender with one hold, over all runs. Not safe for use by several threads. */
public final class Found {
    /** In place of a delay. */
    static final int NEVER = Integer.MAX_VALUE;

    private static final double CONFIDENCE = 0.95;
    private static final double PER = 1_000;
    private static final int HALVINGS = 60;

    private final String settings;
    private final int hold;
    private final Map<String, List<Integer>> delays = new LinkedHashMap<>();
    private long calmWindows;
    private long falseAlarms;

    Found(String settings, int hold) {
        this.settings = settings;
        this.hold = hold;
    }

    /** A window without drift has raised so many alerts. */
    void calm(int alerts) {
        calmWindows++;
        falseAlarms += alerts;
    }

    /** @param delay windows, the one that raised the alert included; {@link #NEVER} */
    void drift(String change, int delay) {
        delays.computeIfAbsent(change, ignored -> new ArrayList<>()).add(delay);
    }

    String settings() {
        return settings;
    }

    int hold() {
        return hold;
    }

    long calmWindows() {
        return calmWindows;
    }

    long falseAlarms() {
        return falseAlarms;
    }

    double falseAlarmsPerThousand() {
        return PER * falseAlarms / calmWindows;
    }

    /** So many at most, with 95 % confidence, if alarms come by themselves (Poisson). */
    double falseAlarmsPerThousandAtMost() {
        double low = 0;
        double high = 10 + 4.0 * falseAlarms;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (upTo(falseAlarms, middle) > 1 - CONFIDENCE) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return PER * high / calmWindows;
    }

    /** The probability of at most so many where so many are expected. */
    private static double upTo(long most, double expected) {
        double logarithm = -expected;
        double sum = StrictMath.exp(logarithm);
        for (long i = 1; i <= most; i++) {
            logarithm += StrictMath.log(expected / i);
            sum += StrictMath.exp(logarithm);
        }
        return sum;
    }

    /** Whether there is less than one false alarm in a thousand windows: "yes" if that is sure, "no" if it was not so, else "perhaps". */
    String meetsTarget() {
        if (falseAlarmsPerThousandAtMost() < 1) {
            return "yes";
        }
        return falseAlarmsPerThousand() < 1 ? "perhaps" : "no";
    }

    /** By change, run by run. */
    Map<String, List<Integer>> delays() {
        return Collections.unmodifiableMap(delays);
    }

    /**
     * Within how many windows a share of the runs was found.
     *
     * @return {@link #NEVER} if so many were not
     */
    int within(String change, double share) {
        var sorted = of(change).stream().sorted().toList();
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }

    double shareNeverFound(String change) {
        var all = of(change);
        return (double) Collections.frequency(all, NEVER) / all.size();
    }

    private List<Integer> of(String change) {
        var all = delays.get(change);
        if (all == null) {
            throw new IllegalArgumentException(settings + " was not tried with " + change);
        }
        return all;
    }
}
