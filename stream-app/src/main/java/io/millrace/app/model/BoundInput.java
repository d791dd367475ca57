package io.millrace.app.model;

import java.util.Arrays;

/**
 * What goes into one input of a graph.
 *
 * @param name as the graph calls it
 * @param columns for every number of its row, the place of the feature among the model's
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record BoundInput(String name, ElementType type, RowShape shape, int[] columns) {
    /** @param order for every feature of the model, its place in the rows to come */
    InputRows rows(int[] order, int rows) {
        var places = Arrays.stream(columns).map(column -> order[column]).toArray();
        return type == ElementType.FLOAT
                ? new FloatInput(name, shape, places, rows)
                : new NumberInput(name, type, shape, places, rows);
    }
}
