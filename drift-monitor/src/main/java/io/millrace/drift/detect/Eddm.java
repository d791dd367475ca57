package io.millrace.drift.detect;

import io.millrace.drift.bytes.Counts;
import io.millrace.drift.detect.DetectorSettings.EddmSettings;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Early drift detection method as River has it (river/drift/binary/eddm.py): only an error changes what it says, so a warning stays until an
 * error ends it.
 */
public final class Eddm extends ErrorDetector {
    private final EddmSettings settings;

    private RunningMean distance = new RunningMean();
    private double squares;
    private long count;
    private long lastError;
    private double longest;
    private Signal signal = Signal.NONE;

    Eddm(EddmSettings settings) {
        super(settings);
        this.settings = settings;
        reset();
    }

    private void reset() {
        distance = new RunningMean();
        squares = 0;
        count = 0;
        lastError = 0;
        longest = -1;
        signal = Signal.NONE;
    }

    @Override
    Signal read(double error) {
        if (signal == Signal.DRIFT) {
            reset();
        }
        count++;
        if (error == 1) {
            add((double) (count - lastError));
            lastError = count;
            if (count > settings.warmStart()) {
                judge(distance.value() + 2 * Math.sqrt(variance()));
            }
        }
        return signal;
    }

    private void add(double gap) {
        double before = distance.value();
        distance.add(gap);
        squares += (gap - before) * (gap - distance.value());
    }

    private double variance() {
        return distance.count() > 1 ? squares / (distance.count() - 1) : 0;
    }

    private void judge(double length) {
        if (length > longest) {
            longest = length;
        } else if (distance.count() > settings.warmStart()) {
            double part = length / longest;
            if (part < settings.beta()) {
                signal = Signal.DRIFT;
            } else {
                signal = part < settings.alpha() ? Signal.WARNING : Signal.NONE;
            }
        }
    }

    @Override
    void write(DataOutputStream out) throws IOException {
        distance.write(out);
        out.writeDouble(squares);
        Counts.write(out, count);
        Counts.write(out, lastError);
        out.writeDouble(longest);
        out.writeUTF(signal.name());
    }

    @Override
    void restore(DataInputStream in) throws IOException {
        distance.read(in);
        squares = in.readDouble();
        count = Counts.read(in);
        lastError = Counts.read(in);
        longest = in.readDouble();
        signal = Signal.valueOf(in.readUTF());
    }
}
