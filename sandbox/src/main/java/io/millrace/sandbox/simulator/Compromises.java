package io.millrace.sandbox.simulator;

import java.util.HashSet;
import java.util.Set;

/**
 * Which terminals and customers are in a fraudster's hands on a day.
 *
 * <p>The handbook draws 2 of 10 000 terminals (for 28 days) and 3 of 5 000 customers (for 14 days) every day. Here the
 * numbers shrink with the population: a fraction is the probability of one more, so the mean share stays the same.
 * Unlike the handbook's, this world did not begin on day 0: compromises of the days before it count, so that fraud is as
 * frequent on the first day as on any other.
 */
final class Compromises {
    static final int TERMINAL_DAYS = 28;
    static final int CUSTOMER_DAYS = 14;
    private static final double TERMINALS_PER_DAY = 2.0 / 10_000;
    private static final double CUSTOMERS_PER_DAY = 3.0 / 5_000;

    private final long seed;
    private final int terminals;
    private final int customers;

    Compromises(long seed, int terminals, int customers) {
        this.seed = seed;
        this.terminals = terminals;
        this.customers = customers;
    }

    Set<Integer> terminalsOn(int day) {
        return drawn("compromised-terminals", day, TERMINAL_DAYS, terminals, TERMINALS_PER_DAY);
    }

    Set<Integer> customersOn(int day) {
        return drawn("compromised-customers", day, CUSTOMER_DAYS, customers, CUSTOMERS_PER_DAY);
    }

    private Set<Integer> drawn(String purpose, int day, int days, int population, double perDay) {
        var drawn = new HashSet<Integer>();
        for (var since = day - days + 1; since <= day; since++) {
            var random = Seeds.random(seed, purpose, since);
            var count = Seeds.whole(random, perDay * population);
            random.ints(count, 0, population).forEach(drawn::add);
        }
        return drawn;
    }
}
