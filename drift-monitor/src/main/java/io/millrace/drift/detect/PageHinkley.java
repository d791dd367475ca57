package io.millrace.drift.detect;

import io.millrace.drift.detect.DetectorSettings.PageHinkleySettings;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** Page-Hinkley test as River has it since 0.15 (river/drift/page_hinkley.py), two-sided by default. */
public final class PageHinkley extends Detector {
    private final PageHinkleySettings settings;

    private RunningMean mean = new RunningMean();
    private double increase;
    private double lowestIncrease;
    private double decrease;
    private double highestDecrease;
    private boolean drifted;

    PageHinkley(PageHinkleySettings settings) {
        super(settings);
        this.settings = settings;
        reset();
    }

    private void reset() {
        mean = new RunningMean();
        increase = 0;
        lowestIncrease = Double.POSITIVE_INFINITY;
        decrease = 0;
        highestDecrease = -1; // as River begins
        drifted = false;
    }

    @Override
    Signal read(double value) {
        if (drifted) {
            reset();
        }
        mean.add(value);
        double deviation = value - mean.value();
        increase = settings.alpha() * increase + deviation - settings.delta();
        decrease = settings.alpha() * decrease + deviation + settings.delta();
        lowestIncrease = Math.min(lowestIncrease, increase);
        highestDecrease = Math.max(highestDecrease, decrease);
        drifted = mean.count() >= settings.minInstances() && isBeyondThreshold();
        return drifted ? Signal.DRIFT : Signal.NONE;
    }

    private boolean isBeyondThreshold() {
        boolean up = increase - lowestIncrease > settings.threshold();
        boolean down = highestDecrease - decrease > settings.threshold();
        return switch (settings.mode()) {
            case UP -> up;
            case DOWN -> down;
            case BOTH -> up || down;
        };
    }

    @Override
    void write(DataOutputStream out) throws IOException {
        mean.write(out);
        out.writeDouble(increase);
        out.writeDouble(lowestIncrease);
        out.writeDouble(decrease);
        out.writeDouble(highestDecrease);
        out.writeBoolean(drifted);
    }

    @Override
    void restore(DataInputStream in) throws IOException {
        mean.read(in);
        increase = in.readDouble();
        lowestIncrease = in.readDouble();
        decrease = in.readDouble();
        highestDecrease = in.readDouble();
        drifted = in.readBoolean();
    }
}
