package io.millrace.benchmarks.workload;

import io.millrace.sandbox.simulator.TransactionSettings;
import io.millrace.sandbox.simulator.TransactionSimulator;
import java.time.Duration;
import java.time.Instant;

/**
 * How large a simulated world of card holders is: two terminals and two transactions a day per customer.
 *
 * @param seed the same seed gives the same events
 */
public record Scale(int customers, int days, long seed) {
    /** That of a quarter of the fraud detection handbook's data, about 870,000 transactions. */
    public static final Scale HANDBOOK = new Scale(5_000, 90, 1);

    /** When the handbook's data begin. */
    public static final Instant START = Instant.parse("2018-04-01T00:00:00Z");

    /** Not before the event itself is delivered. */
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    public Scale {
        if (customers < 1 || days < 1) {
            throw new IllegalArgumentException(customers + " customers for " + days + " days");
        }
    }

    public Scale withCustomers(int number) {
        return new Scale(number, days, seed);
    }

    public Scale withDays(int number) {
        return new Scale(customers, number, seed);
    }

    public Duration span() {
        return Duration.ofDays(days);
    }

    /** The world, in which the outcome of an event is known at once. */
    public TransactionSimulator world() {
        return new TransactionSimulator(new TransactionSettings(customers, START, seed, null, AT_ONCE));
    }
}
