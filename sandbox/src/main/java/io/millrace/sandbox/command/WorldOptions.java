package io.millrace.sandbox.command;

import io.millrace.app.command.DurationOption;
import io.millrace.sandbox.simulator.Domain;
import io.millrace.sandbox.simulator.FaultInjector;
import io.millrace.sandbox.simulator.Faults;
import io.millrace.sandbox.simulator.Message;
import io.millrace.sandbox.simulator.SensorSettings;
import io.millrace.sandbox.simulator.SensorSimulator;
import io.millrace.sandbox.simulator.Simulator;
import io.millrace.sandbox.simulator.TransactionSettings;
import io.millrace.sandbox.simulator.TransactionSimulator;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which world is simulated and what goes wrong in it. */
final class WorldOptions {
    @Option(names = "--days", paramLabel = "N", description = "simulated days (default: ${DEFAULT-VALUE})")
    int days = 30;

    @Option(names = "--customers", paramLabel = "N", description = "how many card holders (transactions only)")
    @Nullable
    Integer customers;

    @Option(names = "--machines", paramLabel = "N", description = "how many machines (sensors only)")
    @Nullable
    Integer machines;

    @Option(names = "--seed", paramLabel = "N", description = "same seed, same stream (default: ${DEFAULT-VALUE})")
    long seed = 1;

    @Option(
            names = "--start",
            paramLabel = "INSTANT",
            description =
                    "event time of the first day, such as 2026-01-01T00:00:00Z (default: so that the days end with "
                            + "yesterday, UTC)")
    @Nullable
    Instant start;

    @Option(
            names = "--drift-at",
            paramLabel = "WHEN",
            description =
                    "event time from which on the world drifts: an instant, or a duration after the start such as 15d")
    @Nullable
    String driftAt;

    @Option(names = "--late", paramLabel = "SHARE", description = "share of events that come too late, in [0, 1]")
    double late;

    @Option(names = "--duplicate", paramLabel = "SHARE", description = "share of events that come twice, in [0, 1]")
    double duplicate;

    @Option(names = "--malformed", paramLabel = "SHARE", description = "share of events that come broken, in [0, 1]")
    double malformed;

    @Option(
            names = "--lateness",
            paramLabel = "DURATION",
            converter = DurationOption.class,
            description = "what the pipeline counts as too late (default: 1h)")
    Duration lateness = Faults.LATENESS;

    /**
     * @param events how many the world shall have if no population is given
     * @throws IllegalArgumentException saying which option is wrong
     */
    Simulator world(Domain domain, long events, Instant now) {
        if (days < 1) {
            throw new IllegalArgumentException("--days must be positive, was " + days);
        }
        var midnight = now.truncatedTo(ChronoUnit.DAYS);
        var first = start == null ? midnight.minus(span()) : start;
        if (domain == Domain.TRANSACTIONS) {
            refuse(machines, "--machines is for sensors");
            var settings = customers == null
                    ? TransactionSimulator.covering(events, span(), seed, first)
                    : new TransactionSettings(customers, first, seed);
            return new TransactionSimulator(settings.withDriftAt(driftAt(first)));
        }
        refuse(customers, "--customers is for transactions");
        var settings = machines == null
                ? SensorSimulator.covering(events, span(), seed, first)
                : new SensorSettings(machines, first, seed);
        return new SensorSimulator(settings.withDriftAt(driftAt(first)));
    }

    Iterator<Message> messages(Simulator world) {
        return new FaultInjector(world.messages(span()), faults(), seed);
    }

    Faults faults() {
        return new Faults(late, duplicate, malformed, lateness);
    }

    private Duration span() {
        return Duration.ofDays(days);
    }

    private @Nullable Instant driftAt(Instant first) {
        if (driftAt == null) {
            return null;
        }
        try {
            return Instant.parse(driftAt);
        } catch (DateTimeParseException e) {
            return first.plus(new DurationOption().convert(driftAt));
        }
    }

    private static void refuse(@Nullable Object option, String why) {
        if (option != null) {
            throw new IllegalArgumentException(why);
        }
    }
}
