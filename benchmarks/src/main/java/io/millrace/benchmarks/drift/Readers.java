package io.millrace.benchmarks.drift;

import io.millrace.drift.detect.Detector;
import io.millrace.drift.detect.DetectorCodec;
import io.millrace.drift.detect.DetectorSettings;
import io.millrace.drift.detect.Signal;
import io.millrace.drift.profile.FeatureProfile;
import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.drift.window.AlertRule.Verdict;
import io.millrace.drift.window.Observation;
import io.millrace.drift.window.WindowAccumulator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Detectors of one kind, of which each reads one number, or the score, row by row, and may say at any row that it has changed. */
final class Readers implements Judging {
    private final List<Reader> all;

    private static final class Reader {
        private final String feature;
        private final int column;
        private final Detector detector;
        private boolean signalled;

        Reader(String feature, int column, Detector detector) {
            this.feature = feature;
            this.column = column;
            this.detector = detector;
        }

        void read(double value) {
            if (detector.accepts(value)) {
                signalled |= detector.update(value) == Signal.DRIFT;
            }
        }

        Reader copy() {
            var codec = new DetectorCodec(detector.settings());
            return new Reader(
                    feature, column, codec.decode(codec.encode(detector)).orElseThrow());
        }
    }

    private Readers(List<Reader> all) {
        this.all = all;
    }

    /** One for every number of a profile. */
    static Readers of(DetectorSettings settings, ReferenceProfile profile) {
        var readers = new ArrayList<Reader>();
        for (var name : profile.columns().stream().map(FeatureProfile::name).toList()) {
            readers.add(new Reader(name, readers.size(), settings.begin()));
        }
        return new Readers(readers);
    }

    @Override
    public void read(Observation row) {
        for (var reader : all) {
            reader.read(row.number(reader.column));
        }
    }

    @Override
    public List<Said> of(WindowAccumulator window, long start) {
        var said = new ArrayList<Said>();
        for (var reader : all) {
            said.add(new Said(reader.feature, "detector", reader.signalled ? Verdict.DRIFTED : Verdict.CALM));
            reader.signalled = false;
        }
        return said;
    }

    @Override
    public Readers copy(@Nullable String feature) {
        return new Readers(all.stream()
                .filter(reader -> feature == null || reader.feature.equals(feature))
                .map(Reader::copy)
                .toList());
    }
}
