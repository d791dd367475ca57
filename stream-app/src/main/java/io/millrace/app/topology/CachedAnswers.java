package io.millrace.app.topology;

import io.millrace.app.topology.ScoreOutcome.Scored;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;

/** A model that is asked only about rows that it was not asked about before. What others say in its place is not remembered. */
final class CachedAnswers implements Answers {
    private final ModelAnswers model;
    private final ScoreCache cache;
    private final ScoringListener listener;
    private final Clock clock;
    private final ModelRows unknown;

    /**
     * A model before which there is a cache.
     *
     * @param model is closed with this
     */
    CachedAnswers(ModelAnswers model, ScoreCache cache, ScoringListener listener, Clock clock) {
        this.model = model;
        this.cache = cache;
        this.listener = listener;
        this.clock = clock;
        this.unknown = new ModelRows(model.capacity());
    }

    @Override
    public int capacity() {
        return model.capacity();
    }

    @Override
    public List<ScoreOutcome> score(ModelRows rows, Unanswered otherwise) {
        var outcomes = new ScoreOutcome[rows.size()];
        unknown.clear();
        for (int i = 0; i < outcomes.length; i++) {
            Double known = cache.find(model.by().digest(), rows.numbers(i), rows.texts(i));
            if (known == null) {
                unknown.add(rows.event(i), rows.numbers(i), rows.texts(i));
            } else {
                outcomes[i] = new Scored(rows.event(i), known, 0, clock.millis(), model.by());
            }
        }
        listener.cached(outcomes.length - unknown.size(), unknown.size());
        var answers = model.score(unknown, otherwise).iterator();
        for (int i = 0; i < outcomes.length; i++) {
            if (outcomes[i] == null) {
                outcomes[i] = remembered(rows, i, answers.next());
            }
        }
        return Arrays.asList(outcomes);
    }

    private ScoreOutcome remembered(ModelRows rows, int place, ScoreOutcome answer) {
        if (answer instanceof Scored scored && scored.by().equals(model.by())) {
            cache.remember(model.by().digest(), rows.numbers(place), rows.texts(place), scored.score());
        }
        return answer;
    }

    @Override
    public void close() {
        model.close();
    }
}
