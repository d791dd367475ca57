package io.millrace.app.topology;

import io.millrace.app.model.Circuit;
import io.millrace.app.model.ModelFailedException;
import io.millrace.app.model.Scorer;
import io.millrace.app.topology.ScoreOutcome.Scored;
import io.millrace.enrich.contract.RejectionReason;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What one model says of rows: all in one call, or one by one if that fails. Rows that it gives no score, or that come while it
 * is left alone, are somebody else's. Owns its scorer. Confined to one thread.
 */
final class ModelAnswers implements Answers {
    private static final String LEFT_ALONE = "the model is left alone for a while: it failed several times in a row";

    private final Scorer scorer;
    private final ScoredBy by;
    private final Circuit circuit;
    private final boolean mindsRefusals;
    private final CallWatch watch;
    private final IntToDoubleFunction scores;
    private final Clock clock;

    /**
     * A model that is asked through a scorer, which is closed with this.
     *
     * @param by who its scores are said to be given by
     * @param mindsRefusals whether rows that the model refuses count for the circuit, as calls that are overdue do. They cost
     *     little, so that they need not where nobody else would give a score
     * @param watch is told of every call
     */
    ModelAnswers(Scorer scorer, ScoredBy by, Circuit circuit, boolean mindsRefusals, CallWatch watch, Clock clock) {
        this.scorer = scorer;
        this.by = by;
        this.circuit = circuit;
        this.mindsRefusals = mindsRefusals;
        this.watch = watch;
        this.scores = scorer::score;
        this.clock = clock;
    }

    /** Who its scores are said to be given by. */
    ScoredBy by() {
        return by;
    }

    @Override
    public int capacity() {
        return scorer.capacity();
    }

    @Override
    public List<ScoreOutcome> score(ModelRows rows, Unanswered otherwise) {
        if (rows.size() == 0) {
            return List.of();
        }
        if (circuit.isOpen(clock.millis())) {
            watch.called(rows.size(), rows.latestMillis(), ModelAnswers::noScore, CallWatch.NOT_MADE);
            return otherwise.answer(rows, RejectionReason.MODEL_FAILED, LEFT_ALONE);
        }
        for (int i = 0; i < rows.size(); i++) {
            scorer.put(i, rows.numbers(i), rows.texts(i));
        }
        long startNanos = System.nanoTime();
        try {
            scorer.run(rows.size());
        } catch (ModelFailedException e) {
            if (mindsRefusals || e.isOverdue()) {
                circuit.failed(clock.millis());
            }
            if (rows.size() > 1) {
                return oneByOne(rows, otherwise);
            }
            watch.called(1, rows.latestMillis(), ModelAnswers::noScore, System.nanoTime() - startNanos);
            return otherwise.answer(rows, RejectionReason.MODEL_FAILED, String.valueOf(e.getMessage()));
        }
        long nanos = System.nanoTime() - startNanos;
        circuit.succeeded();
        watch.called(rows.size(), rows.latestMillis(), scores, nanos);
        return answered(rows, nanos / rows.size(), otherwise);
    }

    private List<ScoreOutcome> oneByOne(ModelRows rows, Unanswered otherwise) {
        return IntStream.range(0, rows.size())
                .mapToObj(place -> score(rows.only(place), otherwise))
                .flatMap(List::stream)
                .toList();
    }

    private List<ScoreOutcome> answered(ModelRows rows, long nanosEach, Unanswered otherwise) {
        long now = clock.millis();
        var outcomes = new ArrayList<ScoreOutcome>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            double score = scorer.score(i);
            if (Double.isFinite(score)) {
                outcomes.add(new Scored(rows.event(i), score, nanosEach, now, by));
            } else {
                outcomes.addAll(otherwise.answer(
                        rows.only(i), RejectionReason.SCORE_NOT_FINITE, "the model answered " + score));
            }
        }
        return outcomes;
    }

    private static double noScore(int place) {
        return Double.NaN;
    }

    @Override
    public void close() {
        scorer.close();
    }
}
