package io.millrace.benchmarks.replay;

import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/** Features that somebody wrote as compressed CSV, in memory. */
final class FeatureTable {
    private final Path file;
    private final List<String> columns;
    private final Map<String, double[]> rows = new HashMap<>();

    private FeatureTable(Path file, List<String> columns) {
        this.file = file;
        this.columns = List.copyOf(columns);
    }

    /**
     * Reads a table.
     *
     * @param id the column that tells rows apart
     * @param columns those that are wanted; an empty cell is NaN
     */
    static FeatureTable read(Path file, String id, List<String> columns) throws IOException {
        var table = new FeatureTable(file, columns);
        try (var csv = CsvReader.builder().ofNamedCsvRecord(new GZIPInputStream(Files.newInputStream(file)))) {
            for (var line : csv) {
                double[] row = columns.stream()
                        .mapToDouble(column -> number(line.getField(column)))
                        .toArray();
                table.rows.put(line.getField(id), row);
            }
        }
        return table;
    }

    private static double number(String cell) {
        return cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
    }

    int size() {
        return rows.size();
    }

    /**
     * Holds another table against this one.
     *
     * @param tolerance how far two numbers may be apart; NaN is equal to NaN alone
     * @throws IllegalStateException naming the first difference found
     */
    void requireSame(FeatureTable other, double tolerance) {
        if (!rows.keySet().equals(other.rows.keySet())) {
            throw new IllegalStateException(
                    file + " has " + size() + " rows, " + other.file + " has other ones: " + other.size());
        }
        rows.forEach((id, row) -> {
            double[] others = other.rows.getOrDefault(id, row);
            IntStream.range(0, row.length)
                    .filter(i -> !isSame(row[i], others[i], tolerance))
                    .findFirst()
                    .ifPresent(i -> {
                        throw new IllegalStateException(columns.get(i) + " of " + id + " is " + row[i] + " in " + file
                                + " and " + others[i] + " in " + other.file);
                    });
        });
    }

    private static boolean isSame(double a, double b, double tolerance) {
        return Double.isNaN(a) ? Double.isNaN(b) : Math.abs(a - b) <= tolerance;
    }
}
