package io.millrace.drift.detect;

import io.millrace.drift.bytes.Counts;
import io.millrace.drift.detect.DetectorSettings.KswinSettings;
import io.millrace.drift.random.PythonRandom;
import io.millrace.drift.stats.KolmogorovSmirnov;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * Kolmogorov-Smirnov windowing as River has it (river/drift/kswin.py). It draws from its window as CPython would, so that the same seed
 * gives River's indices; the dice are part of its state.
 */
public final class Kswin extends Detector {
    /** A distance up to this is no drift, however sure. */
    private static final double SMALLEST_DISTANCE = 0.1;

    private final KswinSettings settings;
    private final double[] window;

    private int count;
    private PythonRandom random;
    private boolean drifted;

    Kswin(KswinSettings settings) {
        super(settings);
        this.settings = settings;
        this.window = new double[settings.windowSize()];
        this.random = PythonRandom.of(settings.seed());
    }

    @Override
    Signal read(double value) {
        if (drifted) {
            count = 0;
            random = PythonRandom.of(settings.seed());
        }
        if (count == window.length) {
            System.arraycopy(window, 1, window, 0, count - 1);
            count--;
        }
        window[count++] = value;
        drifted = count == window.length && hasChanged();
        return drifted ? Signal.DRIFT : Signal.NONE;
    }

    private boolean hasChanged() {
        int before = window.length - settings.statSize();
        double[] drawn = Arrays.stream(random.sample(before, settings.statSize()))
                .mapToDouble(at -> window[at])
                .toArray();
        var test = KolmogorovSmirnov.between(drawn, Arrays.copyOfRange(window, before, window.length));
        return test.pValue() <= settings.alpha() && test.statistic() > SMALLEST_DISTANCE;
    }

    @Override
    void write(DataOutputStream out) throws IOException {
        Counts.write(out, count);
        for (int i = 0; i < count; i++) {
            out.writeDouble(window[i]);
        }
        random.write(out);
        out.writeBoolean(drifted);
    }

    @Override
    void restore(DataInputStream in) throws IOException {
        count = (int) Math.min(Counts.read(in), window.length);
        for (int i = 0; i < count; i++) {
            window[i] = in.readDouble();
        }
        random = PythonRandom.read(in);
        drifted = in.readBoolean();
    }
}
