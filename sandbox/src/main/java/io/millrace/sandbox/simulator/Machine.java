package io.millrace.sandbox.simulator;

import io.millrace.schemas.sensors.SensorReading;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Random;
import java.util.function.BiConsumer;

/**
 * One machine, whose tool wears until it fails and is replaced at once. Confined to the stream that simulates it.
 *
 * <p>Lives are Uniform[{@value #MIN_LIFE_DAYS}, {@value #MAX_LIFE_DAYS}) days. The tool in place at the start is met
 * somewhere in its life: its age is uniform over it, and its life is drawn with density proportional to length (a longer
 * life is met more often). That makes the replacement process stationary: failures are as frequent in the first hour as
 * ever after, one per 12.5 machine days.
 *
 * <p>With a = age / life in [0, 1), symptom s = a^4, h = hours of the UTC day / 24 + the machine's
 * shift, Uniform[0, 1) because plants work around the clock and around the world, and e standard normal noise, each its own:
 * <pre>
 * load        = base + 0.15 sin(2 pi (h - 0.25)) + 0.05 e, within [0.05, 1.2];  base = Uniform[0.5, 0.6)
 * temperature = 28 + 3 sin(2 pi (h - 0.375)) + 35 load + mode(s) + own + 1.0 e   in degrees Celsius
 * vibration   = (1.0 + 0.8 load) mode(s) own exp(0.12 e)                         in mm/s
 * pressure    = 6.5 - 0.8 load - mode(s) + own + 0.08 e                          in bar
 * speed       = 1500 (1 - 0.04 load) + 4 e                                       in revolutions per minute
 * wear        = age / 12.5 days + 0.02 e, not negative: the rated life is known, the real one is not
 * </pre>
 * where mode(s) is the {@link FailureMode}'s effect and own the machine's character: 0.6 e degrees, exp(0.05 e), 0.05 e bar.
 */
final class Machine {
    static final int MIN_LIFE_DAYS = 5;
    static final int MAX_LIFE_DAYS = 20;
    static final double RATED_LIFE_DAYS = (MIN_LIFE_DAYS + MAX_LIFE_DAYS) / 2.0;
    private static final double DAY_MILLIS = 86_400_000;

    private final int number;
    private final String id;
    private final Random lives;
    private final double baseLoad;
    private final double ownCelsius;
    private final double ownVibration;
    private final double ownBar;
    private final Duration phase;
    private final double shift;
    private Instant installed;
    private Duration life;
    private FailureMode mode;

    Machine(long seed, int number, Instant start) {
        this.number = number;
        this.id = String.format(Locale.ROOT, "m-%04d", number);
        this.lives = Seeds.random(seed, "lives", number);
        var character = Seeds.random(seed, "machine", number);
        this.baseLoad = Seeds.uniform(character, 0.5, 0.6);
        this.ownCelsius = 0.6 * character.nextGaussian();
        this.ownVibration = StrictMath.exp(0.05 * character.nextGaussian());
        this.ownBar = 0.05 * character.nextGaussian();
        this.phase = Duration.ofMillis((long) Seeds.uniform(character, 30_000, 570_000));
        this.shift = character.nextDouble();
        this.life = days(lengthBiased(lives.nextDouble()));
        this.installed = start.minusMillis((long) (lives.nextDouble() * life.toMillis()));
        this.mode = anyMode();
    }

    String id() {
        return id;
    }

    int number() {
        return number;
    }

    /** When in every ten minutes this machine is read; at least 30 s from either end. */
    Duration phase() {
        return phase;
    }

    /** Lets the machine run until a time, itself included: tells each failure up to then, and replaces the tool. */
    void runUntil(Instant time, BiConsumer<Instant, FailureMode> failures) {
        for (var failure = installed.plus(life); !failure.isAfter(time); failure = installed.plus(life)) {
            failures.accept(failure, mode);
            installed = failure;
            life = days(Seeds.uniform(lives, MIN_LIFE_DAYS, MAX_LIFE_DAYS));
            mode = anyMode();
        }
    }

    /** What the sensors say now; the id is the caller's. */
    SensorReading read(String readingId, Instant time, Random noise) {
        var age = Duration.between(installed, time).toMillis();
        var symptom = StrictMath.pow((double) age / life.toMillis(), 4);
        var hour = Math.floorMod(time.toEpochMilli(), (long) DAY_MILLIS) / DAY_MILLIS + shift;
        var load = clamp(baseLoad + 0.15 * wave(hour - 0.25) + 0.05 * noise.nextGaussian(), 0.05, 1.2);
        var celsius = 28
                + 3 * wave(hour - 0.375)
                + 35 * load
                + mode.addedCelsius(symptom)
                + ownCelsius
                + noise.nextGaussian();
        var vibration = (1.0 + 0.8 * load)
                * mode.vibrationFactor(symptom)
                * ownVibration
                * StrictMath.exp(0.12 * noise.nextGaussian());
        var bar = 6.5 - 0.8 * load - mode.lostBar(symptom) + ownBar + 0.08 * noise.nextGaussian();
        var rpm = 1500 * (1 - 0.04 * load) + 4 * noise.nextGaussian();
        var wear = Math.max(0, age / (RATED_LIFE_DAYS * DAY_MILLIS) + 0.02 * noise.nextGaussian());
        return new SensorReading(readingId, time, id, load, celsius, vibration, Math.max(0, bar), rpm, wear);
    }

    private FailureMode anyMode() {
        return FailureMode.ALL.get(lives.nextInt(FailureMode.ALL.size()));
    }

    /** Inverse of the length-biased distribution on [a, b): F(x) = (x^2 - a^2) / (b^2 - a^2). */
    private static double lengthBiased(double probability) {
        double a = MIN_LIFE_DAYS;
        double b = MAX_LIFE_DAYS;
        return StrictMath.sqrt(a * a + probability * (b * b - a * a));
    }

    private static Duration days(double days) {
        return Duration.ofMillis((long) (days * DAY_MILLIS));
    }

    private static double wave(double turns) {
        return StrictMath.sin(2 * StrictMath.PI * turns);
    }

    private static double clamp(double value, double low, double high) {
        return Math.max(low, Math.min(high, value));
    }
}
