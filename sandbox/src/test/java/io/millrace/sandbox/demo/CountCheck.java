package io.millrace.sandbox.demo;

import io.millrace.app.pipeline.Part;
import io.millrace.app.pipeline.PipelineFolder;
import io.millrace.drift.window.SliceCodec;
import io.millrace.drift.window.WindowAccumulator;
import io.millrace.schemas.prediction.PredictionSchema;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Holds what was counted of predictions as they were scored against the predictions themselves, by the start of their window.
 *
 * @param predicted how many predictions there are
 * @param counted how many were counted
 * @param predictedMeans mean of their scores
 * @param means the same, of those that were counted
 */
record CountCheck(
        Map<Long, Long> predicted, Map<Long, Long> counted, Map<Long, Double> predictedMeans, Map<Long, Double> means) {

    /** Reads both topics of a pipeline to where they end now. */
    static CountCheck of(Path folder, Committed committed) throws Exception {
        var pipeline = PipelineFolder.read(folder, EnumSet.of(Part.MONITOR));
        var monitor = Objects.requireNonNull(pipeline.monitor());
        var panes = monitor.windows().panes();
        var predictions =
                committed.decodeAll(committed.readAll(pipeline.topics().predictions()));
        var predicted = predictions.stream()
                .collect(Collectors.groupingBy(
                        prediction -> panes.startOf((Long) prediction.get(PredictionSchema.EVENT_TIME)),
                        TreeMap::new,
                        Collectors.summarizingDouble(prediction -> (Double) prediction.get(PredictionSchema.SCORE))));
        var codec = new SliceCodec(monitor.profile(), panes.length());
        var counted = new TreeMap<Long, WindowAccumulator>();
        for (var record : committed.readAll(pipeline.topics().counts())) {
            var slice = codec.decode(record.value()).orElseThrow();
            counted.computeIfAbsent(slice.startMillis(), start -> WindowAccumulator.of(monitor.profile()))
                    .merge(slice.rows());
        }
        return new CountCheck(
                mapped(predicted, scores -> scores.getCount()),
                mapped(counted, WindowAccumulator::rows),
                mapped(predicted, scores -> scores.getAverage()),
                mapped(counted, CountCheck::meanScore));
    }

    private static double meanScore(WindowAccumulator window) {
        var columns = window.whole().numbers();
        return columns.get(columns.size() - 1).moments().mean();
    }

    private static <F, T> Map<Long, T> mapped(Map<Long, F> windows, Function<F, T> to) {
        var mapped = new TreeMap<Long, T>();
        windows.forEach((start, window) -> mapped.put(start, to.apply(window)));
        return mapped;
    }
}
