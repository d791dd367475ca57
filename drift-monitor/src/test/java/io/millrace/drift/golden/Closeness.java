package io.millrace.drift.golden;

import org.assertj.core.api.Assertions;

/** How close two numbers must be. */
final class Closeness {
    /** Of distances. */
    static final double DISTANCE = 1e-12;

    /** Of p-values. */
    static final double P_VALUE = 1e-9;

    /** Of p-values of single precision. */
    static final double SINGLE_P_VALUE = 1e-6;

    private Closeness() {}

    /** Relative to the expected one. */
    static void assertClose(String what, double found, double expected, double relative) {
        assertClose(what, found, expected, relative, 0);
    }

    /** The same, or within an absolute distance where the expected one has no more digits. */
    static void assertClose(String what, double found, double expected, double relative, double absolute) {
        boolean close = Double.compare(found, expected) == 0
                || Math.abs(found - expected) <= Math.max(relative * Math.abs(expected), absolute);
        Assertions.assertThat(close)
                .as("%s: found %s, expected %s, apart %s", what, found, expected, Math.abs(found / expected - 1))
                .isTrue();
    }
}
