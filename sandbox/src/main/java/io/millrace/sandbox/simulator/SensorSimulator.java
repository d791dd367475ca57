package io.millrace.sandbox.simulator;

import io.millrace.sandbox.simulator.DayByDay.Day;
import io.millrace.schemas.sensors.MachineFailure;
import io.millrace.schemas.sensors.SensorReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Sensor readings of machines that wear, fail and are repaired at once; {@link Machine} has the formulas.
 *
 * <p>Every machine is read once in every ten minutes, at a phase of its own with a jitter of up to 30 s to either side. A
 * failure is an outcome, known when it happens.
 *
 * <p>Drift, from its moment on: the temperature sensor reads {@value #DRIFT_CELSIUS} degrees too high and vibration is
 * {@value #DRIFT_VIBRATION} times as strong; failures stay as they were. All messages before that moment are those of the
 * world without drift.
 */
public final class SensorSimulator implements Simulator {
    static final double DRIFT_CELSIUS = 8;
    static final double DRIFT_VIBRATION = 1.5;
    /** Readings of one machine in a day: one in every ten minutes. */
    static final int READINGS_PER_DAY = 144;

    private static final Duration INTERVAL = Duration.ofDays(1).dividedBy(READINGS_PER_DAY);
    private static final double JITTER_MILLIS = 30_000;

    private final SensorSettings settings;

    public SensorSimulator(SensorSettings settings) {
        this.settings = settings;
    }

    /**
     * Settings of a world with just enough machines that at least so many readings fall into a span, give or take one per
     * machine.
     *
     * @param events positive
     * @param span   at least ten minutes
     */
    public static SensorSettings covering(long events, Duration span, long seed, Instant start) {
        if (events < 1 || span.compareTo(INTERVAL) < 0) {
            throw new IllegalArgumentException("nothing to cover: " + events + " events in " + span);
        }
        var perMachine = (double) span.toMillis() / INTERVAL.toMillis();
        return new SensorSettings((int) Math.ceil(events / perMachine), start, seed);
    }

    @Override
    public Domain domain() {
        return Domain.SENSORS;
    }

    @Override
    public Instant start() {
        return settings.start();
    }

    @Override
    public @Nullable Instant driftAt() {
        return settings.driftAt();
    }

    @Override
    public int population() {
        return settings.machines();
    }

    @Override
    public Iterator<Message> messages(Duration span) {
        return new DayByDay(
                List.of(), settings.start(), span, new Days(settings.start().plus(span)));
    }

    /** The days of one stream: owns the machines, which live through them in order. */
    private final class Days implements DayByDay.DaySimulation {
        private final Instant end;
        private final List<Machine> machines = IntStream.range(0, settings.machines())
                .mapToObj(number -> new Machine(settings.seed(), number, settings.start()))
                .toList();
        private long readings;
        private long failures;

        Days(Instant end) {
            this.end = end;
        }

        @Override
        public Day simulate(int day, Instant midnight) {
            var drafts = new ArrayList<SensorReading>();
            var deaths = new ArrayList<MachineFailure>();
            for (var machine : machines) {
                live(machine, day, midnight, drafts, deaths);
            }
            drafts.sort(Comparator.comparing(SensorReading::getReadingTime)); // stable: then in order of the machines
            deaths.sort(Comparator.comparing(MachineFailure::getFailureTime));
            return new Day(
                    drafts.stream().map(this::event).toList(),
                    deaths.stream().map(this::outcome).toList());
        }

        private void live(
                Machine machine, int day, Instant midnight, List<SensorReading> drafts, List<MachineFailure> deaths) {
            var noise = Seeds.random(settings.seed(), "readings", machine.number(), day);
            for (var slot = 0; slot < READINGS_PER_DAY; slot++) {
                var time = midnight.plus(INTERVAL.multipliedBy(slot))
                        .plus(machine.phase())
                        .plusMillis((long) Seeds.uniform(noise, -JITTER_MILLIS, JITTER_MILLIS));
                machine.runUntil(time, (at, mode) -> deaths.add(new MachineFailure(machine.id(), at, "", mode.code())));
                var reading = machine.read("", time, noise);
                if (!time.isBefore(settings.start())) {
                    drafts.add(settings.drifted(time) ? drifted(reading) : reading);
                }
            }
            var lastOfDay = midnight.plus(Duration.ofDays(1)).minusMillis(1);
            machine.runUntil(
                    lastOfDay, (at, mode) -> deaths.add(new MachineFailure(machine.id(), at, "", mode.code())));
            deaths.removeIf(death -> !death.getFailureTime().isBefore(end));
        }

        private Message.Event event(SensorReading reading) {
            reading.setReadingId(String.format(Locale.ROOT, "r-%09d", readings++));
            return new Message.Event(reading.getReadingId(), reading.getMachineId(), reading.getReadingTime(), reading);
        }

        private Message.Outcome outcome(MachineFailure failure) {
            failure.setFailureId(String.format(Locale.ROOT, "f-%06d", failures++));
            return new Message.Outcome(
                    failure.getFailureId(), failure.getMachineId(), failure.getFailureTime(), failure);
        }
    }

    private static SensorReading drifted(SensorReading reading) {
        reading.setTemperatureCelsius(reading.getTemperatureCelsius() + DRIFT_CELSIUS);
        reading.setVibrationMmS(reading.getVibrationMmS() * DRIFT_VIBRATION);
        return reading;
    }
}
