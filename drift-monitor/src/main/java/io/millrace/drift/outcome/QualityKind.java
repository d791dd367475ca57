package io.millrace.drift.outcome;

import io.millrace.drift.quality.ClassificationSummary;
import io.millrace.drift.quality.Measure;
import io.millrace.drift.quality.QualityCodec;
import io.millrace.drift.quality.QualitySummary;
import io.millrace.drift.quality.RegressionSummary;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/** What answers are. */
public enum QualityKind {
    /** Yes or no, from a score; an outcome other than 0 is a yes. */
    CLASSIFICATION {
        @Override
        QualitySummary empty() {
            return new ClassificationSummary();
        }

        @Override
        QualitySummary decode(byte[] bytes) {
            return QualityCodec.classification(bytes);
        }

        @Override
        void pair(QualitySummary summary, Prediction prediction, Outcome outcome) {
            ((ClassificationSummary) summary)
                    .labelled(
                            prediction.score(), prediction.answer(), outcome.label() != 0, delay(prediction, outcome));
        }

        @Override
        void merge(QualitySummary into, QualitySummary other) {
            ((ClassificationSummary) into).merge((ClassificationSummary) other);
        }
    },
    /** The score itself. */
    REGRESSION {
        @Override
        QualitySummary empty() {
            return new RegressionSummary();
        }

        @Override
        QualitySummary decode(byte[] bytes) {
            return QualityCodec.regression(bytes);
        }

        @Override
        void pair(QualitySummary summary, Prediction prediction, Outcome outcome) {
            ((RegressionSummary) summary).labelled(prediction.score(), outcome.label(), delay(prediction, outcome));
        }

        @Override
        void merge(QualitySummary into, QualitySummary other) {
            ((RegressionSummary) into).merge((RegressionSummary) other);
        }
    };

    /** How it is written. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What is measured of such answers. */
    public Set<Measure> measures() {
        return empty().figures().measures().keySet();
    }

    abstract QualitySummary empty();

    abstract QualitySummary decode(byte[] bytes);

    abstract void pair(QualitySummary summary, Prediction prediction, Outcome outcome);

    abstract void merge(QualitySummary into, QualitySummary other);

    private static Duration delay(Prediction prediction, Outcome outcome) {
        return Duration.ofMillis(outcome.knownMillis() - prediction.eventTimeMillis());
    }
}
