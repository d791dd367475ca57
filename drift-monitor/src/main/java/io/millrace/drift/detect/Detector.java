package io.millrace.drift.detect;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Watches a stream of numbers. The same values in the same order give the same signals, also when the detector was
 * {@linkplain DetectorCodec stored and restored} in between. Not safe for use by several threads.
 */
public abstract sealed class Detector permits Adwin, PageHinkley, Kswin, ErrorDetector {
    private final DetectorSettings settings;

    Detector(DetectorSettings settings) {
        this.settings = settings;
    }

    /**
     * Reads the next value.
     *
     * @param value finite; for DDM and EDDM 1 for an error of the model and 0 for none
     * @throws IllegalArgumentException if it is not such a value; the detector is as it was
     */
    public final Signal update(double value) {
        if (!accepts(value)) {
            throw new IllegalArgumentException(expected() + ", was " + value);
        }
        return read(value);
    }

    /** Whether a value is one for this detector. */
    public boolean accepts(double value) {
        return Double.isFinite(value);
    }

    /** What values must be, in words. */
    String expected() {
        return "a value must be finite";
    }

    abstract Signal read(double value);

    /** What it was made by. */
    public final DetectorSettings settings() {
        return settings;
    }

    abstract void write(DataOutputStream out) throws IOException;

    abstract void restore(DataInputStream in) throws IOException;
}
