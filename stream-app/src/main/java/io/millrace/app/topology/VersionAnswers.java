package io.millrace.app.topology;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What several models say of rows, each of those that are its own: one call for each model that has any. A model is opened for the task when it
 * is first needed, and given up when it cannot be needed any more. Confined to one thread.
 */
final class VersionAnswers implements AutoCloseable {
    private final int capacity;
    private final Function<Served, Answers> open;
    private final Map<Served, Answers> opened = new HashMap<>();
    private final Map<Served, Own> shared = new LinkedHashMap<>();
    private @Nullable Opened latest;

    /** What one of the models says. */
    private record Opened(Served of, Answers answers) {}

    /** The rows of one model. */
    private static final class Own {
        private final ModelRows rows;
        private final int[] places;

        private Own(int capacity) {
            rows = new ModelRows(capacity);
            places = new int[capacity];
        }
    }

    /**
     * Models of one task.
     *
     * @param capacity most rows that are scored together
     * @param open makes what is to be closed with this
     */
    VersionAnswers(int capacity, Function<Served, Answers> open) {
        this.capacity = capacity;
        this.open = open;
    }

    /** What becomes of each row, in their order. */
    List<ScoreOutcome> score(ModelRows rows, Roster roster, Unanswered otherwise) {
        var only = roster.only(rows.earliestMillis(), rows.latestMillis());
        return only == null ? shared(rows, roster, otherwise) : by(only).score(rows, otherwise);
    }

    private List<ScoreOutcome> shared(ModelRows rows, Roster roster, Unanswered otherwise) {
        for (int i = 0; i < rows.size(); i++) {
            var own = shared.computeIfAbsent(roster.of(rows.event(i)), served -> new Own(capacity));
            own.places[own.rows.size()] = i;
            own.rows.add(rows.event(i), rows.numbers(i), rows.texts(i));
        }
        var outcomes = new ScoreOutcome[rows.size()];
        shared.forEach((served, own) -> {
            if (own.rows.size() > 0) {
                var answers = by(served).score(own.rows, otherwise);
                for (int i = 0; i < answers.size(); i++) {
                    outcomes[own.places[i]] = answers.get(i);
                }
                own.rows.clear();
            }
        });
        return Arrays.asList(outcomes);
    }

    /** What one of the models says of rows. Mostly that of the rows before: to look it up takes a hash of all that is told of a model. */
    Answers by(Served served) {
        if (latest == null || !latest.of.equals(served)) {
            latest = new Opened(served, opened.computeIfAbsent(served, open));
        }
        return latest.answers;
    }

    /** Gives up what a roster does not need. */
    void keep(Roster roster) {
        latest = null;
        shared.keySet().removeIf(served -> !roster.mayNeed(served));
        opened.entrySet().removeIf(each -> {
            boolean idle = !roster.mayNeed(each.getKey());
            if (idle) {
                each.getValue().close();
            }
            return idle;
        });
    }

    @Override
    public void close() {
        latest = null;
        opened.values().forEach(Answers::close);
        opened.clear();
    }
}
