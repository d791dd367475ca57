package io.millrace.app.published;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** Reads simple CSV, apart from the code that is tested: no cell holds a comma or a line's end. */
public final class Csv {
    private Csv() {}

    /** A line, by the names of the header. */
    public record Row(Map<String, Integer> columns, List<String> cells) {
        public String text(String column) {
            return cells.get(columns.get(column));
        }

        public long whole(String column) {
            return Long.parseLong(text(column));
        }

        /** NaN where the cell is empty. */
        public double number(String column) {
            var text = text(column);
            return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
        }

        public boolean has(String column) {
            return columns.containsKey(column);
        }

        public double[] numbers(List<String> names) {
            return names.stream().mapToDouble(this::number).toArray();
        }
    }

    public static List<Row> rows(Path file) throws IOException {
        var rows = new ArrayList<Row>();
        each(file, rows::add);
        return rows;
    }

    public static void each(Path file, Consumer<Row> use) throws IOException {
        try (var lines = new BufferedReader(new InputStreamReader(bytes(file), StandardCharsets.UTF_8))) {
            var columns = new HashMap<String, Integer>();
            for (var name : cells(lines.readLine())) {
                columns.put(name, columns.size());
            }
            lines.lines().forEach(line -> use.accept(new Row(columns, cells(line))));
        }
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.split(",", -1))
                .map(cell -> cell.startsWith("\"") ? cell.substring(1, cell.length() - 1) : cell)
                .toList();
    }

    private static InputStream bytes(Path file) throws IOException {
        var bytes = Files.newInputStream(file);
        return file.toString().endsWith(".gz") ? new GZIPInputStream(bytes, 1 << 16) : bytes;
    }
}
