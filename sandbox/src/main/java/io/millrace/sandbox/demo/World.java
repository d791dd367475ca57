package io.millrace.sandbox.demo;

import io.millrace.sandbox.simulator.Domain;
import io.millrace.sandbox.simulator.Faults;
import io.millrace.sandbox.simulator.Message.Role;
import io.millrace.sandbox.simulator.SensorSimulator;
import io.millrace.sandbox.simulator.Simulator;
import io.millrace.sandbox.simulator.TransactionSimulator;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * What the demo simulates for a pipeline: a fixed stretch of event time, whatever the rate, so that windows fill and drift
 * comes at the same event time in every run; the rate decides how many customers or machines there are.
 *
 * @param driftAt half way through
 */
record World(Simulator simulator, Duration span, Instant driftAt, Faults faults, long seed) {
    /** Thirty daily windows: eight to warm up, seven calm, fifteen drifted. */
    private static final Duration TRANSACTIONS = Duration.ofDays(30);
    /** Thirty hourly windows. */
    private static final Duration SENSORS = Duration.ofHours(30);
    /** In the past, so that simulated time, however fast it runs, never gets ahead of the clock. */
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

    /**
     * @param eventTopic of the pipeline
     * @param events     how many the world should hold, about
     * @throws IllegalArgumentException if no simulator writes to the topic
     */
    static World of(String eventTopic, long events, Faults faults, long seed) {
        var domain = Arrays.stream(Domain.values())
                .filter(candidate -> candidate.channel(Role.EVENT).topic().equals(eventTopic))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no simulator writes to topic " + eventTopic));
        var span = domain == Domain.TRANSACTIONS ? TRANSACTIONS : SENSORS;
        var driftAt = START.plus(span.dividedBy(2));
        var simulator = domain == Domain.TRANSACTIONS
                ? new TransactionSimulator(
                        TransactionSimulator.covering(events, span, seed, START).withDriftAt(driftAt))
                : new SensorSimulator(
                        SensorSimulator.covering(events, span, seed, START).withDriftAt(driftAt));
        return new World(simulator, span, driftAt, faults, seed);
    }
}
