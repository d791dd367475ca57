package io.millrace.sandbox.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.sandbox.simulator.Message.Event;
import io.millrace.sandbox.simulator.Message.Outcome;
import io.millrace.schemas.sensors.MachineFailure;
import io.millrace.schemas.sensors.SensorReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class SensorSimulatorTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration SPAN = Duration.ofDays(20);
    private static final Instant DRIFT = START.plus(Duration.ofDays(10)).plusSeconds(3_607);
    private static final SensorSettings SETTINGS = new SensorSettings(30, START, 7);
    private static final List<Message> MESSAGES = messages(SETTINGS, SPAN);

    @Test
    void theSameSeedGivesTheSameStreamAndAnotherSeedAnotherOne() {
        var small = new SensorSettings(3, START, 5);

        assertThat(messages(small, SPAN)).isEqualTo(messages(small, SPAN));
        assertThat(messages(new SensorSettings(3, START, 6), SPAN)).isNotEqualTo(messages(small, SPAN));
    }

    @Test
    void messagesComeInOrderOfDeliveryWithinTheSpan() {
        assertThat(MESSAGES).isSortedAccordingTo((a, b) -> a.deliveredAt().compareTo(b.deliveredAt()));
        assertThat(MESSAGES)
                .allMatch(message -> !message.deliveredAt().isBefore(START)
                        && message.deliveredAt().isBefore(START.plus(SPAN)));
    }

    @Test
    void everyMachineIsReadOnceInEveryTenMinutes() {
        var slots = new HashSet<String>();

        for (var event : events(MESSAGES)) {
            var slot = Duration.between(START, event.time()).toMinutes() / 10;
            assertThat(slots.add(event.key() + "@" + slot)).isTrue();
        }
        assertThat(slots).hasSize(30 * 20 * SensorSimulator.READINGS_PER_DAY);
    }

    @Test
    void sensorsReadWhatTheirFormulasAllow() {
        assertThat(readings(MESSAGES)).allSatisfy(reading -> {
            assertThat(reading.getLoad()).isBetween(0.05, 1.2);
            assertThat(reading.getTemperatureCelsius()).isBetween(25.0, 105.0);
            assertThat(reading.getVibrationMmS()).isBetween(0.5, 15.0);
            assertThat(reading.getPressureBar()).isBetween(3.0, 7.0);
            assertThat(reading.getSpeedRpm()).isBetween(1_400.0, 1_520.0);
            assertThat(reading.getWear()).isBetween(0.0, 20 / 12.5 + 0.1);
        });
    }

    @Test
    void allMachinesTogetherAreAsBusyAtNoonAsAtMidnight() {
        assertThat(hourly(12, SensorReading::getLoad)).isCloseTo(0.55, within(0.03));
        assertThat(hourly(0, SensorReading::getLoad)).isCloseTo(0.55, within(0.03));
    }

    @Test
    void everyMachineHasItsBusyAndItsQuietHours() {
        var machine = new Machine(8, 1, START);
        var busiest = IntStream.range(0, 24)
                .mapToDouble(hour -> meanLoad(machine, hour))
                .summaryStatistics();

        // the wave's amplitude of 0.15 to either side, sampled on the hour
        assertThat(busiest.getMax() - busiest.getMin()).isCloseTo(0.3, within(0.05));
    }

    private static double meanLoad(Machine machine, int hour) {
        var noise = new Random(hour);
        return IntStream.range(0, 200)
                .mapToDouble(i ->
                        machine.read("r", START.plus(Duration.ofHours(hour)), noise).getLoad())
                .average()
                .orElseThrow();
    }

    @Test
    void failuresAreAsFrequentInTheFirstHoursAsInTheLast() {
        var perDay = new double[4];
        for (var number = 0; number < 5_000; number++) {
            new Machine(8, number, START)
                    .runUntil(
                            START.plus(Duration.ofDays(4)).minusMillis(1),
                            (time, mode) ->
                                    perDay[(int) Duration.between(START, time).toDays()]++);
        }

        // 5000 machines, one failure per 12.5 days each: 400 a day, four standard deviations of a Poisson number
        for (var failures : perDay) {
            assertThat(failures).isCloseTo(400, within(80.0));
        }
    }

    @Test
    void livesLastFromFiveToTwentyDays() {
        var deaths = new ArrayList<Instant>();
        new Machine(8, 0, START).runUntil(START.plus(Duration.ofDays(20_000)), (time, mode) -> deaths.add(time));

        var lives = new ArrayList<Double>();
        for (var i = 1; i < deaths.size(); i++) {
            lives.add(Duration.between(deaths.get(i - 1), deaths.get(i)).toMillis() / 86_400_000.0);
        }

        assertThat(lives).allMatch(life -> life >= 5 && life <= 20);
        assertThat(lives.stream().mapToDouble(life -> life).average().orElseThrow())
                .isCloseTo(12.5, within(0.5));
    }

    @Test
    void wearBeginsAnewAfterAFailure() {
        var failure = (MachineFailure) MESSAGES.stream()
                .filter(message -> message instanceof Outcome)
                .findFirst()
                .orElseThrow()
                .value();
        var next = readings(MESSAGES).stream()
                .filter(reading -> reading.getMachineId().equals(failure.getMachineId())
                        && !reading.getReadingTime().isBefore(failure.getFailureTime()))
                .findFirst()
                .orElseThrow();

        assertThat(next.getWear()).isLessThan(0.1);
    }

    @Test
    void aFailureAnnouncesItselfInTheSensorOfItsMode() {
        assertThat(lastHour("bearing", SensorReading::getVibrationMmS)).isGreaterThan(3.5);
        assertThat(lastHour("overheating", SensorReading::getTemperatureCelsius))
                .isGreaterThan(63);
        assertThat(lastHour("seal", SensorReading::getPressureBar)).isLessThan(5);
        assertThat(lastHour("seal", SensorReading::getVibrationMmS)).isLessThan(2);
    }

    @Test
    void driftChangesNothingBeforeItsMoment() {
        var drifting = messages(SETTINGS.withDriftAt(DRIFT), SPAN);

        var before = drifting.stream()
                .filter(message -> message.deliveredAt().isBefore(DRIFT))
                .toList();

        assertThat(before).isNotEmpty();
        assertThat(MESSAGES).startsWith(before.toArray(Message[]::new));
    }

    @Test
    void driftMovesTemperatureAndVibrationAndNothingElse() {
        var drifting = readings(messages(SETTINGS.withDriftAt(DRIFT), SPAN));
        var steady = readings(MESSAGES);

        for (var i = 0; i < steady.size(); i++) {
            var drifted = !steady.get(i).getReadingTime().isBefore(DRIFT);
            assertThat(drifting.get(i).getTemperatureCelsius() - steady.get(i).getTemperatureCelsius())
                    .isCloseTo(drifted ? 8 : 0, within(1e-9));
            assertThat(drifting.get(i).getVibrationMmS() / steady.get(i).getVibrationMmS())
                    .isCloseTo(drifted ? 1.5 : 1, within(1e-9));
            assertThat(drifting.get(i).getPressureBar()).isEqualTo(steady.get(i).getPressureBar());
            assertThat(drifting.get(i).getWear()).isEqualTo(steady.get(i).getWear());
        }
    }

    @Test
    void aWorldCoversTheWantedNumberOfEvents() {
        var settings = SensorSimulator.covering(10_000, Duration.ofDays(7), 1, START);

        assertThat(settings.machines()).isEqualTo(10);
        assertThat(events(messages(settings, Duration.ofDays(7)))).hasSize(10_080);
    }

    private static double hourly(int hour, ToDoubleFunction<SensorReading> sensor) {
        return readings(MESSAGES).stream()
                .filter(reading ->
                        Duration.between(START, reading.getReadingTime()).toHours() % 24 == hour)
                .mapToDouble(sensor)
                .average()
                .orElseThrow();
    }

    private static double lastHour(String mode, ToDoubleFunction<SensorReading> sensor) {
        var failures = MESSAGES.stream()
                .filter(message -> message instanceof Outcome)
                .map(message -> (MachineFailure) message.value())
                .filter(failure -> failure.getMode().equals(mode))
                .toList();
        assertThat(failures).isNotEmpty();
        return readings(MESSAGES).stream()
                .filter(reading -> failures.stream()
                        .anyMatch(failure -> failure.getMachineId().equals(reading.getMachineId())
                                && reading.getReadingTime().isBefore(failure.getFailureTime())
                                && reading.getReadingTime()
                                        .isAfter(failure.getFailureTime().minusSeconds(3_600))))
                .mapToDouble(sensor)
                .average()
                .orElseThrow();
    }

    private static List<SensorReading> readings(List<Message> messages) {
        return events(messages).stream()
                .map(event -> (SensorReading) event.value())
                .toList();
    }

    private static List<Event> events(List<Message> messages) {
        return messages.stream()
                .filter(message -> message instanceof Event)
                .map(message -> (Event) message)
                .toList();
    }

    private static List<Message> messages(SensorSettings settings, Duration span) {
        var messages = new ArrayList<Message>();
        new SensorSimulator(settings).messages(span).forEachRemaining(messages::add);
        return messages;
    }
}
