package io.millrace.enrich.plan;

import io.millrace.enrich.window.Measure;
import io.millrace.enrich.window.Window;
import io.millrace.enrich.window.WindowView;
import java.util.List;

/** All features of one window of one history: the window is summarised once for all of them. */
record WindowFeatures(Window window, List<Cell> cells) {
    WindowFeatures {
        cells = List.copyOf(cells);
    }

    /**
     * One feature.
     *
     * @param otherwise instead of a missing value; NaN leaves it missing
     * @param rowIndex where it goes
     */
    record Cell(Measure measure, double otherwise, int rowIndex) {}

    /** Whether it ends before the event, so that others than the event itself may still be on their way into it. */
    boolean isDelayed() {
        return window.delayMillis() > 0;
    }

    /** Whether it must be read before the event is added. */
    boolean isBefore() {
        return !window.includingCurrent() && !isDelayed();
    }

    void fill(double[] row, WindowView view) {
        for (Cell cell : cells) {
            double value = cell.measure.of(view);
            row[cell.rowIndex] = Double.isNaN(value) ? cell.otherwise : value;
        }
    }
}
