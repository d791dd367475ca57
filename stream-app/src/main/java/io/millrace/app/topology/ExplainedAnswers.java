package io.millrace.app.topology;

import io.millrace.app.explain.Explainer;
import io.millrace.app.explain.ScoredRow;
import io.millrace.app.model.Scorer;
import io.millrace.app.topology.ScoreOutcome.Scored;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives a model's scores their reasons once all rows have been scored: reasons change no score, and no row fails for want of them. What
 * others say in the model's place has none.
 */
final class ExplainedAnswers implements Answers {
    private final Answers model;
    private final ScoredBy by;
    private final Explainer explainer;
    private final Scorer scorer;
    private final Runnable unexplained;

    /**
     * A model that tells why. All is closed with this.
     *
     * @param by who the model's scores are said to be given by
     * @param scorer that the explainer asks
     * @param unexplained is told that a score was to have reasons, and none could be found
     */
    ExplainedAnswers(Answers model, ScoredBy by, Explainer explainer, Scorer scorer, Runnable unexplained) {
        this.model = model;
        this.by = by;
        this.explainer = explainer;
        this.scorer = scorer;
        this.unexplained = unexplained;
    }

    @Override
    public int capacity() {
        return model.capacity();
    }

    @Override
    public List<ScoreOutcome> score(ModelRows rows, Unanswered otherwise) {
        var outcomes = new ArrayList<>(model.score(rows, otherwise));
        var places = new ArrayList<Integer>();
        var asked = new ArrayList<ScoredRow>();
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i) instanceof Scored scored && scored.by().equals(by) && explainer.asks(scored.score())) {
                places.add(i);
                asked.add(new ScoredRow(rows.numbers(i), rows.texts(i), scored.score()));
            }
        }
        if (asked.isEmpty()) {
            return outcomes;
        }
        var reasons = explainer.explain(asked);
        for (int i = 0; i < asked.size(); i++) {
            int place = places.get(i);
            var scored = (Scored) outcomes.get(place);
            reasons.get(i).ifPresentOrElse(found -> outcomes.set(place, scored.withReasons(found)), unexplained);
        }
        return outcomes;
    }

    @Override
    public void close() {
        model.close();
        scorer.close();
    }
}
