package io.millrace.enrich.plan;

import io.millrace.enrich.window.Aggregate;
import io.millrace.enrich.window.Summary;
import io.millrace.enrich.window.Window;
import java.util.List;

/** All features of one window of one entity: the window is summarised once for all of them. */
record WindowFeatures(Window window, List<Cell> cells) {
    WindowFeatures {
        cells = List.copyOf(cells);
    }

    /** One feature: which aggregate of which column goes where in the row. */
    record Cell(Aggregate aggregate, int column, int rowIndex) {}

    void fill(double[] row, Summary summary) {
        for (Cell cell : cells) {
            row[cell.rowIndex] = cell.aggregate.of(summary, cell.column);
        }
    }
}
