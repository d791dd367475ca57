package io.millrace.app.model;

import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.millrace.app.model.InvalidModelException.Mismatch;
import io.millrace.enrich.definition.Suggestion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the score in a graph's answer by asking: a graph may leave its output's shape open, a pinned output must have the exact
 * one, and only the answer to two rows shows whether two rows can be asked for at once.
 */
final class ScoreBinder {
    private final OrtSession session;
    private final ModelManifest manifest;
    private final ScoreOutput output;
    private final List<Mismatch> mismatches;

    private ScoreBinder(OrtSession session, ModelManifest manifest, ScoreOutput output, List<Mismatch> mismatches) {
        this.session = session;
        this.manifest = manifest;
        this.output = output;
        this.mismatches = mismatches;
    }

    /** Empty, with the reason among the mismatches, if there is no such number in the answer to a golden row. */
    static Optional<Binding> bind(
            OrtSession session,
            BoundInputs inputs,
            ModelManifest manifest,
            ScoreOutput output,
            List<Mismatch> mismatches)
            throws OrtException {
        return new ScoreBinder(session, manifest, output, mismatches).bind(inputs);
    }

    private Optional<Binding> bind(BoundInputs inputs) throws OrtException {
        int rows = Math.max(1, inputs.batch());
        var found = ask(inputs, rows, value -> find(value, rows))
                .map(score -> score instanceof BoundScore.InTensor number ? pinned(inputs, rows, number) : score);
        if (inputs.batch() > 0 || found.isEmpty()) {
            return found.map(score -> new Binding(inputs, score));
        }
        return Optional.of(new Binding(isSameForTwo(inputs, found.get()) ? inputs : inputs.alone(), found.get()));
    }

    /** The score, pinned if that works: a graph that says a wrong shape of its output answers, but not into memory of ours. */
    private BoundScore pinned(BoundInputs inputs, int rows, BoundScore.InTensor score) {
        try {
            return withRows(inputs, rows, tensors -> {
                try (var scores = score.rows(rows)) {
                    scores.run(session, tensors, 0, rows, null);
                    return score;
                }
            });
        } catch (OrtException e) {
            return score.copied();
        }
    }

    /** Whether a graph that leaves the number of rows open answers two rows with two. */
    private boolean isSameForTwo(BoundInputs inputs, BoundScore score) {
        try {
            return ask(inputs, 2, value -> {
                if (value instanceof OnnxSequence sequence) {
                    return MappedScores.maps(sequence).size() == 2;
                }
                var shape = RowShape.answering(2, ((OnnxTensor) value).getInfo().getShape());
                return score instanceof BoundScore.InTensor one && shape.equals(Optional.of(one.shape()));
            });
        } catch (OrtException e) {
            return false; // a graph may say that it takes any number, and hold a constant for one
        }
    }

    private interface Use<I, O> {
        O of(I what) throws OrtException;
    }

    /** Asks for copies of the first golden row. */
    private <T> T ask(BoundInputs inputs, int rows, Use<OnnxValue, T> reading) throws OrtException {
        return withRows(inputs, rows, tensors -> {
            try (var result = session.run(tensors, Set.of(output.name()))) {
                return reading.of(result.get(0));
            }
        });
    }

    private <T> T withRows(BoundInputs inputs, int rows, Use<Map<String, OnnxTensor>, T> use) throws OrtException {
        var golden = manifest.golden().get(0);
        var buffers = inputs.rows(RowPlaces.own(golden.row().size()), rows);
        try {
            Map<String, OnnxTensor> tensors = new HashMap<>();
            for (var buffer : buffers) {
                buffer.put(0, golden.numbers(), golden.textsByFeature());
                buffer.repeat(1, rows);
                tensors.put(buffer.name(), buffer.rows(0, rows));
            }
            return use.of(tensors);
        } finally {
            buffers.forEach(InputRows::close);
        }
    }

    private Optional<BoundScore> find(OnnxValue answer, int rows) throws OrtException {
        if (answer instanceof OnnxSequence) {
            var maps = MappedScores.maps(answer);
            return maps.size() == rows ? inMap(maps.get(0)) : refuse("the output has " + maps.size() + " maps", rows);
        }
        if (!(answer instanceof OnnxTensor tensor)
                || ElementType.of(tensor.getInfo().type).isEmpty()) {
            return refuse("the output is no tensor of numbers", rows);
        }
        var sizes = tensor.getInfo().getShape();
        var shape = RowShape.answering(rows, sizes);
        var index = shape.isPresent() ? TensorPath.index(shape.get().row(), output.path()) : TensorPath.NOWHERE;
        return index == TensorPath.NOWHERE
                ? refuse("the output's shape is " + RowShape.shown(sizes), rows)
                : Optional.of(new BoundScore.InTensor(
                        output.name(), ElementType.of(tensor.getInfo().type).get(), shape.get(), index, true));
    }

    private Optional<BoundScore> inMap(Map<?, ?> map) {
        var keys = map.keySet().stream().map(String::valueOf).sorted().toList();
        var wanted = output.path().size() == 1 ? output.path().get(0) : "";
        return map.keySet().stream()
                .filter(key -> String.valueOf(key).equals(wanted))
                .findFirst()
                .<BoundScore>map(key -> new BoundScore.InMaps(output.name(), Objects.requireNonNull(key)))
                .or(() -> {
                    mismatches.add(new Mismatch(
                            Mismatch.SCORE,
                            "there is no " + output
                                    + (wanted.isEmpty() ? "" : Suggestion.didYouMean(wanted, keys))
                                    + "; the output's keys are "
                                    + keys.stream().collect(Collectors.joining(", "))));
                    return Optional.empty();
                });
    }

    private <T> Optional<T> refuse(String why, int rows) {
        mismatches.add(new Mismatch(
                Mismatch.SCORE, "there is no " + output + ", for " + (rows == 1 ? "one row " : rows + " rows ") + why));
        return Optional.empty();
    }
}
