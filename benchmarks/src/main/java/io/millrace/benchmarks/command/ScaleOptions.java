package io.millrace.benchmarks.command;

import io.millrace.benchmarks.workload.Scale;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** How large the simulated world is. */
final class ScaleOptions {
    private static final int QUICK_CUSTOMERS = 300;

    @Option(names = "--customers", paramLabel = "N", description = "card holders (default: ${DEFAULT-VALUE})")
    private int customers = Scale.HANDBOOK.customers();

    @Option(names = "--days", paramLabel = "N", description = "days of event time (default: ${DEFAULT-VALUE})")
    private int days = Scale.HANDBOOK.days();

    @Option(names = "--seed", paramLabel = "N", description = "same seed, same events (default: ${DEFAULT-VALUE})")
    private long seed = Scale.HANDBOOK.seed();

    /** @param quick takes a small part of the card holders */
    Scale scale(boolean quick) {
        return new Scale(quick ? Math.min(customers, QUICK_CUSTOMERS) : customers, days, seed);
    }

    /** What a report says of it. */
    static Map<String, Object> setup(Scale scale) {
        var setup = new LinkedHashMap<String, Object>();
        setup.put("customers", scale.customers());
        setup.put("days", scale.days());
        setup.put("seed", scale.seed());
        return setup;
    }
}
