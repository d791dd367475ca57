package io.millrace.benchmarks.measure;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A report as a table for people. */
public final class ReportTable {
    private static final int MEBIBYTES_PER_GIBIBYTE = 1024;
    private static final List<String> HEADER = List.of("", "median", "quartiles", "unit", "target");
    private static final String GAP = "  ";

    private ReportTable() {}

    public static String of(Report report) {
        var rows = new ArrayList<List<String>>();
        rows.add(HEADER);
        report.figures().forEach(figure -> rows.add(row(figure)));
        var widths = IntStream.range(0, HEADER.size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        var lines = new ArrayList<String>();
        lines.add(report.benchmark() + ": "
                + report.setup().entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", ")));
        if (report.quick()) {
            lines.add("A quick run, to see that it runs. These figures mean nothing.");
        }
        rows.forEach(row -> lines.add(line(row, widths)));
        lines.add(machine(report));
        return String.join(System.lineSeparator(), lines);
    }

    private static List<String> row(Figure figure) {
        var values = figure.values();
        boolean single = values.values().size() == 1;
        var goal = figure.goal();
        return List.of(
                figure.name(),
                Numbers.text(values.median()),
                single ? "" : Numbers.text(values.lowerQuartile()) + " - " + Numbers.text(values.upperQuartile()),
                figure.unit(),
                goal == null
                        ? ""
                        : goal.side().sign() + " " + Numbers.text(goal.bound())
                                + (goal.isMetBy(values.median()) ? " met" : " MISSED"));
    }

    /** Numbers to the right, words to the left. */
    private static String line(List<String> row, int[] widths) {
        var line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            var padding = " ".repeat(widths[column] - row.get(column).length());
            boolean number = column == 1 || column == 2;
            line.append(number ? padding + row.get(column) : row.get(column) + padding)
                    .append(GAP);
        }
        return line.toString().stripTrailing();
    }

    private static String machine(Report report) {
        var machine = report.machine();
        return machine.cores() + " cores, "
                + Math.round(machine.memoryMebibytes() / (double) MEBIBYTES_PER_GIBIBYTE) + " GiB, " + machine.jdk()
                + ", " + machine.system() + "; " + report.at().truncatedTo(ChronoUnit.SECONDS);
    }
}
