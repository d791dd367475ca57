package io.millrace.sandbox.simulator;

import java.util.List;
import java.util.Locale;

/**
 * What a machine will die of, and how that shows. With s the symptom in [0, 1):
 *
 * @see Machine
 */
enum FailureMode {
    /** Vibration grows to 3.5 times, temperature by 6 degrees. */
    BEARING(2.5, 6, 0),
    /** Temperature grows by 25 degrees. */
    OVERHEATING(0, 25, 0),
    /** Pressure falls by 1.8 bar, temperature grows by 2 degrees. */
    SEAL(0, 2, 1.8);

    static final List<FailureMode> ALL = List.of(values());

    private final double vibrationShare;
    private final double celsius;
    private final double bar;

    FailureMode(double vibrationShare, double celsius, double bar) {
        this.vibrationShare = vibrationShare;
        this.celsius = celsius;
        this.bar = bar;
    }

    /** Factor on vibration: 1 + share s. */
    double vibrationFactor(double symptom) {
        return 1 + vibrationShare * symptom;
    }

    /** Degrees Celsius added to the temperature. */
    double addedCelsius(double symptom) {
        return celsius * symptom;
    }

    /** Bar taken from the pressure. */
    double lostBar(double symptom) {
        return bar * symptom;
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
