package io.millrace.app.topology;

import java.util.List;

/** Gives rows scores. Confined to one thread. */
interface Answers extends AutoCloseable {
    /** Most rows that are scored together. */
    int capacity();

    /**
     * What becomes of each row, in their order.
     *
     * @param rows at most {@link #capacity()}
     * @param otherwise what becomes of rows that have no score
     */
    List<ScoreOutcome> score(ModelRows rows, Unanswered otherwise);

    @Override
    void close();
}
