package io.millrace.drift.outcome;

import io.millrace.drift.outcome.WindowTotals.Answers;
import io.millrace.drift.quality.Figure;
import io.millrace.drift.quality.Measure;
import io.millrace.drift.quality.QualityFigures;
import io.millrace.drift.window.Segment;
import io.millrace.schemas.drift.QualityMeasure;
import io.millrace.schemas.drift.QualityState;
import io.millrace.schemas.drift.QualityStatistic;
import io.millrace.schemas.drift.QualityWorth;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Says in the contract's words what was counted. Immutable. */
final class Statements {
    private final QualitySettings settings;

    Statements(QualitySettings settings) {
        this.settings = settings;
    }

    /** What is said of some of the answers of a window. */
    QualityStatistic of(long startMillis, Answers answers, WindowQuality quality, QualityState state) {
        var figures = quality.known().figures();
        var segment = answers.segment().equals(Segment.WHOLE) ? null : answers.segment();
        return QualityStatistic.newBuilder()
                .setPipeline(settings.pipeline())
                .setWindowStart(Instant.ofEpochMilli(startMillis))
                .setWindowEnd(Instant.ofEpochMilli(settings.windows().endOf(startMillis)))
                .setState(state)
                .setModelVersion(answers.version())
                .setVariant(answers.variant())
                .setSegment(segment == null ? null : segment.told())
                .setSegmentBy(segment == null ? null : segment.by())
                .setSegmentValue(segment == null ? null : segment.shown())
                .setPredictions(figures.predictions())
                .setOutcomes(figures.pairs())
                .setUnusable(figures.unusable())
                .setMeasures(measures(figures))
                .setEstimates(settings.expectation() == null ? List.of() : estimates(quality))
                .setBusiness(figures.values().entrySet().stream()
                        .map(sum -> new QualityWorth(sum.getKey(), sum.getValue()))
                        .toList())
                .setCalibratedPredictions(quality.calibrated())
                .setRefusedValues(figures.refusedValues())
                .build();
    }

    private static List<QualityMeasure> measures(QualityFigures figures) {
        var measures = new ArrayList<QualityMeasure>();
        figures.measures().forEach((measure, figure) -> measures.add(said(measure, figure)));
        return measures;
    }

    private static List<QualityMeasure> estimates(WindowQuality quality) {
        var estimated = quality.expected().estimate();
        var estimate = estimated.estimate();
        return List.of(
                said(Measure.ROC_AUC, new Figure(estimate.rocAuc(), estimated.rocAucError())),
                said(Measure.F1, new Figure(estimate.f1(), 0)),
                said(Measure.ACCURACY, new Figure(estimate.accuracy(), 0)));
    }

    private static QualityMeasure said(Measure measure, Figure figure) {
        return new QualityMeasure(measure.key(), figure.value(), figure.error());
    }

    /** A later record of a key replaces the one before. */
    static String key(QualityStatistic said) {
        return String.join(
                "/",
                said.getPipeline(),
                said.getWindowStart().toString(),
                said.getModelVersion() == null ? "" : said.getModelVersion(),
                said.getVariant() == null ? "" : said.getVariant(),
                said.getSegment() == null ? "" : said.getSegment());
    }
}
