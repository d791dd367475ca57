package io.millrace.drift.detect;

import io.millrace.drift.bytes.Counts;
import io.millrace.drift.detect.DetectorSettings.AdwinSettings;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Adaptive windowing as River 0.26 has it, older ones left out some cuts (ADWIN2; Bifet and Gavaldà, 2007: Learning from time-changing data with adaptive windowing; variances by
 * Babcock et al., 2003). The window is an exponential histogram: row i holds buckets of 2^i values, the oldest bucket of a row first, the
 * oldest values in the last row.
 */
public final class Adwin extends Detector {
    private final AdwinSettings settings;

    private List<Row> rows = new ArrayList<>();
    private long seen;
    private long width;
    private double total;
    private double squares;
    private boolean drifted;

    Adwin(AdwinSettings settings) {
        super(settings);
        this.settings = settings;
        reset();
    }

    private void reset() {
        rows = new ArrayList<>(List.of(new Row(settings.maxBuckets())));
        seen = 0;
        width = 0;
        total = 0;
        squares = 0;
        drifted = false;
    }

    /** How many values the window holds. */
    public long width() {
        return width;
    }

    @Override
    Signal read(double value) {
        if (drifted) {
            reset();
        }
        insert(value);
        seen++;
        drifted = seen % settings.clock() == 0 && width > settings.gracePeriod() && shrink();
        return drifted ? Signal.DRIFT : Signal.NONE;
    }

    private void insert(double value) {
        rows.get(0).add(value, 0);
        width++;
        if (width > 1) {
            double apart = value - total / (width - 1);
            squares += (width - 1.0) * apart * apart / width;
        }
        total += value;
        compress();
    }

    /** Merges the two oldest buckets of each row that has one too many. */
    private void compress() {
        for (int i = 0; i < rows.size() && rows.get(i).size == settings.maxBuckets() + 1; i++) {
            if (i + 1 == rows.size()) {
                rows.add(new Row(settings.maxBuckets()));
            }
            var row = rows.get(i);
            double length = length(i);
            double apart = row.totals[0] / length - row.totals[1] / length;
            double between = length * length * apart * apart / (length + length);
            rows.get(i + 1).add(row.totals[0] + row.totals[1], row.squares[0] + row.squares[1] + between);
            row.removeOldest(2);
        }
    }

    private static double length(int row) {
        return Math.scalb(1.0, row);
    }

    /** Drops the oldest bucket as long as there is a cut with different means on either side; whether there was one. */
    private boolean shrink() {
        boolean shrunk = false;
        while (hasCut()) {
            shrunk = true;
            dropOldest();
        }
        return shrunk;
    }

    /** Cuts are between buckets, from the oldest on. */
    private boolean hasCut() {
        double before = 0;
        double after = (double) width;
        double totalBefore = 0;
        double totalAfter = total;
        for (int i = rows.size() - 1; i >= 0; i--) {
            var row = rows.get(i);
            for (int bucket = 0; bucket < row.size; bucket++) {
                before += length(i);
                after -= length(i);
                totalBefore += row.totals[bucket];
                totalAfter -= row.totals[bucket];
                if (before >= settings.minWindowLength()
                        && after >= settings.minWindowLength()
                        && differ(before, after, totalBefore / before - totalAfter / after)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean differ(double before, double after, double apart) {
        double confidence = Math.log(2 * Math.log((double) width) / settings.delta());
        double size = 1 / (before - settings.minWindowLength() + 1) + 1 / (after - settings.minWindowLength() + 1);
        double variance = squares / width;
        double bound = Math.sqrt(2 * size * variance * confidence) + 2.0 / 3 * confidence * size;
        return Math.abs(apart) > bound;
    }

    private void dropOldest() {
        int last = rows.size() - 1;
        var row = rows.get(last);
        double length = length(last);
        width -= (long) length;
        total -= row.totals[0];
        double apart = row.totals[0] / length - total / width;
        squares -= row.squares[0] + length * width * apart * apart / (length + width);
        row.removeOldest(1);
        if (row.size == 0) {
            rows.remove(last);
        }
    }

    @Override
    void write(DataOutputStream out) throws IOException {
        Counts.write(out, seen);
        Counts.write(out, width);
        out.writeDouble(total);
        out.writeDouble(squares);
        out.writeBoolean(drifted);
        Counts.write(out, rows.size());
        for (var row : rows) {
            row.write(out);
        }
    }

    @Override
    void restore(DataInputStream in) throws IOException {
        seen = Counts.read(in);
        width = Counts.read(in);
        total = in.readDouble();
        squares = in.readDouble();
        drifted = in.readBoolean();
        rows = new ArrayList<>();
        for (long left = Counts.read(in); left > 0; left--) {
            var row = new Row(settings.maxBuckets());
            row.read(in);
            rows.add(row);
        }
    }

    /** Buckets of one length, the oldest first: the sum of their values, and of the squared distances from their mean. */
    private static final class Row {
        private final double[] totals;
        private final double[] squares;
        private int size;

        Row(int maxBuckets) {
            this.totals = new double[maxBuckets + 1];
            this.squares = new double[maxBuckets + 1];
        }

        void add(double bucketTotal, double bucketSquares) {
            totals[size] = bucketTotal;
            squares[size] = bucketSquares;
            size++;
        }

        void removeOldest(int buckets) {
            size -= buckets;
            System.arraycopy(totals, buckets, totals, 0, size);
            System.arraycopy(squares, buckets, squares, 0, size);
        }

        void write(DataOutputStream out) throws IOException {
            Counts.write(out, size);
            for (int i = 0; i < size; i++) {
                out.writeDouble(totals[i]);
                out.writeDouble(squares[i]);
            }
        }

        void read(DataInputStream in) throws IOException {
            long buckets = Counts.read(in);
            if (buckets > totals.length) {
                throw new IllegalArgumentException(buckets + " buckets in a row of " + totals.length);
            }
            for (size = 0; size < buckets; size++) {
                totals[size] = in.readDouble();
                squares[size] = in.readDouble();
            }
        }
    }
}
