package io.millrace.app.drift;

import io.millrace.drift.detect.DetectorSettings;
import io.millrace.drift.detect.Signal;
import java.util.ArrayList;
import java.util.List;

/**
 * What a detector says of a column. Indices are of rows, from 0, those without a value counted.
 *
 * @param values how many were read
 * @param missing how many rows have no value; the detector does not see them
 * @param drifts where values have changed
 * @param warnings where a change may be coming, each [first, after the last]
 */
public record ColumnSignals(int values, int missing, List<Integer> drifts, List<Warning> warnings) {
    /**
     * Rows in a row at which the detector warns.
     *
     * @param to exclusive
     */
    public record Warning(int from, int to) {}

    /**
     * Reads a column from the first row to the last.
     *
     * @throws IllegalArgumentException naming the first row with a value that is none for the detector
     */
    public static ColumnSignals of(WatchedColumn column, DetectorSettings settings) {
        var detector = settings.begin();
        var drifts = new ArrayList<Integer>();
        var warnings = new ArrayList<Warning>();
        int missing = 0;
        for (int row = 0; row < column.values().length; row++) {
            double value = column.values()[row];
            if (Double.isNaN(value)) {
                missing++;
                continue;
            }
            Signal signal;
            try {
                signal = detector.update(value);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "column " + column.name() + ", row " + row + " (from 0): " + e.getMessage(), e);
            }
            if (signal == Signal.DRIFT) {
                drifts.add(row);
            } else if (signal == Signal.WARNING) {
                warn(row, warnings);
            }
        }
        return new ColumnSignals(column.values().length - missing, missing, drifts, warnings);
    }

    private static void warn(int row, List<Warning> warnings) {
        int last = warnings.size() - 1;
        if (last >= 0 && warnings.get(last).to() == row) {
            warnings.set(last, new Warning(warnings.get(last).from(), row + 1));
        } else {
            warnings.add(new Warning(row, row + 1));
        }
    }
}
