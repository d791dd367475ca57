package io.millrace.drift.detect;

import io.millrace.drift.bytes.Counts;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** The mean of the values so far, rounded step by step as River's {@code stats.Mean} is. */
final class RunningMean {
    private long count;
    private double value;

    void add(double next) {
        count++;
        value += (1.0 / count) * (next - value);
    }

    long count() {
        return count;
    }

    /** 0 before the first. */
    double value() {
        return value;
    }

    void write(DataOutputStream out) throws IOException {
        Counts.write(out, count);
        out.writeDouble(value);
    }

    void read(DataInputStream in) throws IOException {
        count = Counts.read(in);
        value = in.readDouble();
    }
}
