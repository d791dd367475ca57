package io.millrace.drift.window;

import io.millrace.drift.detect.Detector;
import io.millrace.drift.detect.DetectorKind;
import io.millrace.drift.detect.DetectorSettings;

/**
 * A detector that reads the values of one feature, or the score, one by one.
 *
 * @param feature a number of the profile
 * @param kind for any number: not for errors alone
 */
public record Watch(String feature, DetectorKind kind, DetectorSettings settings) {
    /** What it is called in state: no feature has two of a kind. */
    public String name() {
        return feature + "/" + kind.code();
    }

    /** What a value of its test means. */
    public String definition() {
        return "millrace/" + kind.code()
                + ": how often the detector said, in any partition, that values have changed; River's " + settings;
    }

    /** One that has seen nothing. */
    public Detector begin() {
        return settings.begin();
    }
}
