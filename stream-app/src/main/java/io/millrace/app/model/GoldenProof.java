package io.millrace.app.model;

import io.millrace.app.model.InvalidModelException.Mismatch;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Runs a model on its golden rows before it may score anything else. */
final class GoldenProof {
    /** Rows that are scored together. */
    private static final int MOST_ROWS = 256;

    private final SharedSession session;
    private final ModelManifest manifest;
    private final List<Mismatch> mismatches;

    private GoldenProof(SharedSession session, ModelManifest manifest, List<Mismatch> mismatches) {
        this.session = session;
        this.manifest = manifest;
        this.mismatches = mismatches;
    }

    /** Whether every golden row holds what its inputs take; if not, each value that does not is among the mismatches. */
    static boolean hasRightTypes(ModelManifest manifest, BoundInputs inputs, List<Mismatch> mismatches) {
        int before = mismatches.size();
        for (int i = 0; i < manifest.golden().size(); i++) {
            var golden = manifest.golden().get(i);
            for (var input : inputs.all()) {
                for (int column : input.columns()) {
                    var refusal = refusal(input, golden, column);
                    var mismatch = new Mismatch("golden[" + i + "].row[" + column + "]", refusal);
                    if (!refusal.isEmpty() && !mismatches.contains(mismatch)) {
                        mismatches.add(mismatch);
                    }
                }
            }
        }
        return mismatches.size() == before;
    }

    private static String refusal(BoundInput input, GoldenRow golden, int column) {
        var takes = ", input \"" + input.said().name() + "\" takes ";
        var text = golden.texts().get(column);
        double number = golden.row().get(column);
        if (!(input instanceof BoundInput.OfNumbers numbers)) {
            return text == null && !Double.isNaN(number)
                    ? "must be a text" + takes + "texts: put quotes around " + number
                    : "";
        }
        if (text != null) {
            return "must be a number, was \"" + text + "\"" + takes + numbers.type();
        }
        boolean whole = number == Math.rint(number);
        return numbers.type().holds(number) && (whole || !numbers.type().isWhole())
                ? ""
                : "must be one of the numbers of " + numbers.type() + ", was "
                        + (Double.isNaN(number) ? "null" : number) + takes + "no other";
    }

    /**
     * Scores every golden row the way events will be scored, and reports each that differs. If a row's score depends on the
     * rows it is scored with, every row is to be scored alone.
     *
     * @return how events are to be scored
     */
    static Binding scores(SharedSession session, ModelManifest manifest, Binding binding, List<Mismatch> mismatches) {
        return new GoldenProof(session, manifest, mismatches).prove(binding);
    }

    private Binding prove(Binding binding) {
        if (binding.inputs().batch() == 0 && !isTrueTogether(binding)) {
            var alone = new Binding(binding.inputs().alone(), binding.score());
            checkEach(alone);
            return alone;
        }
        if (binding.inputs().batch() != 0) {
            checkEach(binding);
        }
        return binding;
    }

    /** Whether all scores are right with as many rows at once as there are, and at least two. */
    private boolean isTrueTogether(Binding binding) {
        var rows = manifest.golden();
        int together = Math.max(2, Math.min(rows.size(), MOST_ROWS));
        try (var scorer = scorer(binding, together)) {
            for (int from = 0; from < rows.size(); from += together) {
                int end = Math.min(from + together, rows.size());
                for (int i = from; i < end; i++) {
                    put(scorer, i - from, rows.get(i));
                }
                int filled = Math.max(2, end - from);
                if (end - from == 1) {
                    put(scorer, 1, rows.get(from));
                }
                scorer.run(filled);
                int first = from;
                if (!IntStream.range(from, end).allMatch(i -> isRight(rows.get(i), scorer.score(i - first)))) {
                    return false;
                }
            }
            return true;
        } catch (ModelFailedException e) {
            return false;
        }
    }

    private void checkEach(Binding binding) {
        try (var scorer = scorer(binding, 1)) {
            for (int i = 0; i < manifest.golden().size(); i++) {
                var problem = problem(scorer, manifest.golden().get(i));
                if (problem != null) {
                    mismatches.add(new Mismatch("golden[" + i + "].score", problem));
                }
            }
        }
    }

    private @Nullable String problem(Scorer scorer, GoldenRow golden) {
        try {
            put(scorer, 0, golden);
            scorer.run(1);
            double actual = scorer.score(0);
            return isRight(golden, actual)
                    ? null
                    : "expected " + golden.score() + " within " + manifest.allowance(golden) + ", the model gives "
                            + actual;
        } catch (ModelFailedException e) {
            return "cannot be scored, " + e.getMessage();
        }
    }

    private boolean isRight(GoldenRow golden, double score) {
        return isRight(manifest, golden, score);
    }

    /** Whether a score is as near to the golden one as the manifest asks. */
    static boolean isRight(ModelManifest manifest, GoldenRow golden, double score) {
        return Math.abs(score - golden.score()) <= manifest.allowance(golden); // NaN is not
    }

    private Scorer scorer(Binding binding, int capacity) {
        return binding.newScorer(session, RowPlaces.own(manifest.features().size()), capacity);
    }

    static void put(Scorer scorer, int position, GoldenRow golden) {
        scorer.put(position, golden.numbers(), golden.textsByFeature());
    }
}
