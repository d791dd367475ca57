package io.millrace.drift.detect;

import io.millrace.drift.detect.DetectorSettings.DdmSettings;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** Drift detection method as River has it (river/drift/binary/ddm.py). */
public final class Ddm extends ErrorDetector {
    private final DdmSettings settings;

    private RunningMean rate = new RunningMean();
    private double lowestRate;
    private double lowestSpread;
    private Signal signal = Signal.NONE;

    Ddm(DdmSettings settings) {
        super(settings);
        this.settings = settings;
        reset();
    }

    private void reset() {
        rate = new RunningMean();
        lowestRate = Double.POSITIVE_INFINITY;
        lowestSpread = Double.POSITIVE_INFINITY;
        signal = Signal.NONE;
    }

    @Override
    Signal read(double error) {
        if (signal == Signal.DRIFT) {
            reset();
        }
        rate.add(error);
        double p = rate.value();
        double spread = Math.sqrt(p * (1 - p) / rate.count());
        if (rate.count() > settings.warmStart()) {
            if (p + spread <= lowestRate + lowestSpread) {
                lowestRate = p;
                lowestSpread = spread;
            }
            signal = judge(p + spread);
        }
        return signal;
    }

    private Signal judge(double level) {
        if (level > lowestRate + settings.driftThreshold() * lowestSpread) {
            return Signal.DRIFT;
        }
        return level > lowestRate + settings.warningThreshold() * lowestSpread ? Signal.WARNING : Signal.NONE;
    }

    @Override
    void write(DataOutputStream out) throws IOException {
        rate.write(out);
        out.writeDouble(lowestRate);
        out.writeDouble(lowestSpread);
        out.writeUTF(signal.name());
    }

    @Override
    void restore(DataInputStream in) throws IOException {
        rate.read(in);
        lowestRate = in.readDouble();
        lowestSpread = in.readDouble();
        signal = Signal.valueOf(in.readUTF());
    }
}
