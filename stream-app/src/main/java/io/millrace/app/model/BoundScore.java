package io.millrace.app.model;

/**
 * Where the score is in a graph's answer.
 *
 * @param name of the output
 * @param index of the score among the numbers of one row
 */
record BoundScore(String name, ElementType type, RowShape shape, int index) {
    ScoreRows rows(int rows) {
        return new PinnedScores(name, type, shape, index, rows);
    }
}
