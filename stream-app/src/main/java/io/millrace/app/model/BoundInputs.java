package io.millrace.app.model;

import java.util.List;

/**
 * What goes into all inputs of a graph.
 *
 * @param all every input of the graph
 * @param batch rows of every call of the graph; 0 if it takes any number
 */
record BoundInputs(List<BoundInput> all, int batch) {
    BoundInputs {
        all = List.copyOf(all);
    }

    /** The same, called for every row alone. */
    BoundInputs alone() {
        return new BoundInputs(all, 1);
    }

    List<InputRows> rows(RowPlaces places, int rows) {
        return all.stream().map(input -> input.rows(places, rows)).toList();
    }
}
