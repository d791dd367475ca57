package io.millrace.benchmarks.drift;

import io.millrace.drift.detect.Detector;
import io.millrace.drift.detect.DetectorCodec;
import io.millrace.drift.detect.DetectorKind;
import io.millrace.drift.detect.Signal;
import io.millrace.drift.estimate.Cbpe;
import io.millrace.drift.estimate.SamplingError;
import io.millrace.drift.quality.ClassificationSummary;
import io.millrace.drift.quality.ExpectedQuality;
import io.millrace.drift.quality.Measure;
import io.millrace.drift.quality.QualityFigures;
import io.millrace.drift.quality.QualityLimit;
import io.millrace.drift.quality.QualityRule;
import io.millrace.drift.window.AlertRule.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What watches answers, window by window. Not safe for use by several threads. */
sealed interface QualityWatcher {
    String name();

    /** Whether it speaks once where something changes, so that waiting for it to repeat itself is in vain. */
    boolean speaksOnce();

    /** Reads a window of the baseline. */
    void learn(ScoredWindow window);

    Verdict judge(ScoredWindow window);

    /** As it is, and by itself from now on. */
    QualityWatcher copy();

    static List<QualityWatcher> all() {
        return List.of(
                new WorseBy(Measure.ROC_AUC, 0.05),
                new WorseBy(Measure.ACCURACY, 0.05),
                new WorseBy(Measure.LOG_LOSS, 0.05),
                new WorseBy(Measure.LOG_LOSS, 0.1),
                new Expected(),
                new OfErrors(DetectorKind.ADWIN),
                new OfErrors(DetectorKind.DDM),
                new OfErrors(DetectorKind.EDDM));
    }

    /** A limit of {@code monitor.quality.limits}: so much worse than the first windows. */
    final class WorseBy implements QualityWatcher {
        private static final long MIN_PAIRS = 100;

        private final Measure measure;
        private final double by;
        private final QualityRule rule;
        private final ClassificationSummary baseline = new ClassificationSummary();
        private @Nullable QualityFigures usual;

        WorseBy(Measure measure, double by) {
            this.measure = measure;
            this.by = by;
            this.rule = new QualityRule(List.of(QualityLimit.worseThanReference(measure, by)), MIN_PAIRS);
        }

        @Override
        public String name() {
            return measure.key() + " worse-by " + by;
        }

        @Override
        public boolean speaksOnce() {
            return false;
        }

        @Override
        public void learn(ScoredWindow window) {
            baseline.merge(window.summary());
        }

        @Override
        public Verdict judge(ScoredWindow window) {
            if (usual == null) {
                usual = baseline.figures();
            }
            return rule.verdicts(window.summary().figures(), usual).getOrDefault(measure, Verdict.UNKNOWN);
        }

        /** Windows do not change it. */
        @Override
        public QualityWatcher copy() {
            return this;
        }
    }

    /** The area under the curve that CBPE expects, against the band around what it expected of the first windows. */
    final class Expected implements QualityWatcher {
        private final List<ScoredWindow> baseline = new ArrayList<>();
        private SamplingError.@Nullable Band band;

        @Override
        public String name() {
            return "expected AUC (CBPE) outside its band";
        }

        @Override
        public boolean speaksOnce() {
            return false;
        }

        @Override
        public void learn(ScoredWindow window) {
            baseline.add(window);
        }

        @Override
        public Verdict judge(ScoredWindow window) {
            if (band == null) {
                band = band(window.rows());
            }
            var now = expected(List.of(window)).rocAuc();
            if (band == null || now == null) {
                return Verdict.UNKNOWN;
            }
            return now < band.lower() || now > band.upper() ? Verdict.DRIFTED : Verdict.CALM;
        }

        private SamplingError.@Nullable Band band(int rows) {
            double[] scores = baseline.stream()
                    .flatMapToDouble(window -> IntStream.range(0, window.rows()).mapToDouble(window::score))
                    .toArray();
            int[] labels = baseline.stream()
                    .flatMapToInt(window -> IntStream.range(0, window.rows()).map(window::label))
                    .toArray();
            var error = SamplingError.of(scores, labels, ScoredWindow.THRESHOLD);
            return SamplingError.band(expected(baseline).rocAuc(), error.rocAuc(), rows);
        }

        private static Cbpe.Estimate expected(List<ScoredWindow> windows) {
            var expected = new ExpectedQuality();
            for (var window : windows) {
                for (int row = 0; row < window.rows(); row++) {
                    expected.add(window.score(row), window.answer(row));
                }
            }
            return expected.estimate().estimate();
        }

        /** Windows do not change it. */
        @Override
        public QualityWatcher copy() {
            return this;
        }
    }

    /** A detector that reads, answer by answer, whether it was wrong. */
    final class OfErrors implements QualityWatcher {
        private final DetectorKind kind;
        private final Detector detector;

        OfErrors(DetectorKind kind) {
            this(kind, kind.settings(Map.of()).begin());
        }

        private OfErrors(DetectorKind kind, Detector detector) {
            this.kind = kind;
            this.detector = detector;
        }

        @Override
        public String name() {
            return kind.code() + " of errors";
        }

        @Override
        public boolean speaksOnce() {
            return true;
        }

        @Override
        public void learn(ScoredWindow window) {
            judge(window);
        }

        @Override
        public Verdict judge(ScoredWindow window) {
            boolean drifted = false;
            for (int row = 0; row < window.rows(); row++) {
                drifted |= detector.update(window.isWrong(row) ? 1 : 0) == Signal.DRIFT;
            }
            return drifted ? Verdict.DRIFTED : Verdict.CALM;
        }

        @Override
        public QualityWatcher copy() {
            var codec = new DetectorCodec(detector.settings());
            return new OfErrors(kind, codec.decode(codec.encode(detector)).orElseThrow());
        }
    }
}
