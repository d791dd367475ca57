package io.millrace.app.topology;

import io.millrace.app.topology.ScoreOutcome.Scored;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A model that is asked only about rows that it was not asked about before. What others say in its place is not remembered. */
final class CachedAnswers implements Answers {
    private final ModelAnswers model;
    private final ScoreCache cache;
    private final String digest;
    private final ScoringListener listener;
    private final Clock clock;

    /**
     * A model before which there is a cache.
     *
     * @param model is closed with this
     * @param digest the model's
     */
    CachedAnswers(ModelAnswers model, ScoreCache cache, String digest, ScoringListener listener, Clock clock) {
        this.model = model;
        this.cache = cache;
        this.digest = digest;
        this.listener = listener;
        this.clock = clock;
    }

    @Override
    public int capacity() {
        return model.capacity();
    }

    @Override
    public List<ScoreOutcome> score(List<ModelRow> rows, Unanswered otherwise) {
        var outcomes = new ScoreOutcome[rows.size()];
        var unknown = new ArrayList<ModelRow>(rows.size());
        for (int i = 0; i < outcomes.length; i++) {
            var row = rows.get(i);
            Double known = cache.find(digest, row);
            if (known == null) {
                unknown.add(row);
            } else {
                outcomes[i] = new Scored(row.event(), known, 0, clock.millis(), model.variant());
            }
        }
        listener.cached(outcomes.length - unknown.size(), unknown.size());
        var answers = model.score(unknown, otherwise).iterator();
        for (int i = 0; i < outcomes.length; i++) {
            if (outcomes[i] == null) {
                outcomes[i] = remembered(rows.get(i), answers.next());
            }
        }
        return Arrays.asList(outcomes);
    }

    private ScoreOutcome remembered(ModelRow row, ScoreOutcome answer) {
        if (answer instanceof Scored scored && scored.variant() == model.variant()) {
            cache.remember(digest, row, scored.score());
        }
        return answer;
    }

    @Override
    public void close() {
        model.close();
    }
}
