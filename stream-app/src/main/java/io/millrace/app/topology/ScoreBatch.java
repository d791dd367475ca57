package io.millrace.app.topology;

import io.millrace.app.model.ValueGuard;
import io.millrace.app.model.ValueGuard.Seen;
import io.millrace.app.topology.ScoreOutcome.Scored;
import io.millrace.app.topology.ScoreOutcome.Shadowed;
import io.millrace.enrich.event.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Events that are scored together: they are added, and all scored, in one call of each model that has any of them. An event whose values a
 * model must not see is not part of a call, and one that its model gives no score is no trouble of the others. Confined to one thread.
 */
public final class ScoreBatch implements AutoCloseable {

    private final int capacity;
    private final Routing.Passage passage;
    private final VersionAnswers versions;
    private final Unanswered otherwise;
    private final ValueGuard guard;
    private final ShadowBudget budget;
    private final ScoringListener listener;
    private final List<Refused> refused = new ArrayList<>();
    private Rows adding;
    private Rows scored;
    private @Nullable Roster roster;

    /** Rows that a model may see, and what place each has among all events. */
    private static final class Rows {
        private final ModelRows rows;
        private final int[] places;

        private Rows(int capacity) {
            rows = new ModelRows(capacity);
            places = new int[capacity];
        }
    }

    /** An event that no model must see, and its place among all. */
    private record Refused(int place, ScoreOutcome outcome) {}

    /** Is given what shadows say. */
    interface Shadows {
        /**
         * A shadow has scored an event.
         *
         * @param place of the event among those that were scored last
         */
        void said(int place, Shadowed shadowed);
    }

    /**
     * An empty batch.
     *
     * @param passage tells who scores; closed with the batch, as versions and whoever answers otherwise are
     * @param otherwise what becomes of events that a model gives no score
     * @param budget of the shadows
     */
    ScoreBatch(
            int capacity,
            Routing.Passage passage,
            VersionAnswers versions,
            Unanswered otherwise,
            ValueGuard guard,
            ShadowBudget budget,
            ScoringListener listener) {
        this.capacity = capacity;
        this.passage = passage;
        this.versions = versions;
        this.otherwise = otherwise;
        this.guard = guard;
        this.budget = budget;
        this.listener = listener;
        this.adding = new Rows(capacity);
        this.scored = new Rows(capacity);
    }

    public boolean isFull() {
        return size() == capacity;
    }

    private int size() {
        return adding.rows.size() + refused.size();
    }

    /** Adds an event to a batch that is not full. */
    public void add(Event event) {
        if (guard.passes(event.row(), event.texts())) {
            add(event, event.row(), event.texts());
            return;
        }
        var seen = guard.look(event.row(), event.texts(), listener::replaced);
        if (seen instanceof Seen.Row row) {
            add(event, row.numbers(), row.texts());
        } else if (seen instanceof Seen.Refused why) {
            var outcome = Unanswered.refused(event, why.reason(), why.detail());
            refused.add(new Refused(size(), outcome));
        }
    }

    private void add(Event event, double[] numbers, @Nullable String[] texts) {
        adding.places[adding.rows.size()] = size();
        adding.rows.add(event, numbers, texts);
    }

    /** Drops all. */
    void clear() {
        adding.rows.clear();
        scored.rows.clear();
        refused.clear();
    }

    /** What becomes of each event, in their order; the batch is empty then. */
    public List<ScoreOutcome> score() {
        var rows = adding;
        adding = scored;
        adding.rows.clear();
        scored = rows;
        var outcomes = rows.rows.size() == 0 ? List.<ScoreOutcome>of() : score(rows.rows);
        if (!refused.isEmpty()) {
            outcomes = new ArrayList<>(outcomes);
            for (Refused each : refused) {
                outcomes.add(each.place, each.outcome);
            }
            refused.clear();
        }
        return outcomes;
    }

    private List<ScoreOutcome> score(ModelRows rows) {
        var now = passage.upTo(rows.latestMillis());
        if (!now.equals(roster)) {
            versions.keep(now);
            roster = now;
        }
        return versions.score(rows, now, otherwise);
    }

    /**
     * Has the shadows say what they think of the events that were scored last. They fail by themselves, and have only so much time: what they do
     * not say is counted.
     */
    void askShadows(Shadows to) {
        var rows = scored.rows;
        if (roster == null || rows.size() == 0 || !roster.hasShadows(rows.earliestMillis(), rows.latestMillis())) {
            return;
        }
        shadowed(roster).forEach((shadow, own) -> ask(shadow, own, to));
        rows.clear();
    }

    /** The rows of each shadow. */
    private Map<Served, Rows> shadowed(Roster now) {
        var all = new LinkedHashMap<Served, Rows>();
        for (int i = 0; i < scored.rows.size(); i++) {
            var event = scored.rows.event(i);
            for (var shadow : now.shadowsOf(event)) {
                var own = all.computeIfAbsent(shadow, served -> new Rows(capacity));
                own.places[own.rows.size()] = scored.places[i];
                own.rows.add(event, scored.rows.numbers(i), scored.rows.texts(i));
            }
        }
        return all;
    }

    private void ask(Served shadow, Rows own, Shadows to) {
        long startNanos = System.nanoTime();
        if (!budget.allows(startNanos)) {
            listener.shadowed(List.of(), own.rows.size());
            return;
        }
        var outcomes = versions.by(shadow).score(own.rows, Unanswered.REFUSED);
        budget.spent(System.nanoTime() - startNanos);
        var said = new ArrayList<Scored>(outcomes.size());
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i) instanceof Scored score) {
                said.add(score);
                to.said(own.places[i], new Shadowed(score));
            }
        }
        listener.shadowed(said, outcomes.size() - said.size());
    }

    @Override
    public void close() {
        versions.close();
        otherwise.close();
        passage.close();
    }
}
