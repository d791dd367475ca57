package io.millrace.benchmarks.drift;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a study found as tables in Markdown. */
public final class StudyTable {
    private static final double MOST = 0.9;

    private StudyTable() {}

    /** A heading and a table for each part. */
    public static String of(List<StudyPart> parts) {
        var text = new StringBuilder();
        for (var part : parts) {
            var size = part.size();
            text.append(String.format(
                    Locale.ROOT,
                    "### %s, windows of %,d rows%n%n%d runs, each of %d windows without drift, then for each change %d with it.%n%n",
                    part.reads().equals(StudyPart.FEATURES) ? "Features" : "Outcomes",
                    size.rows(),
                    size.runs(),
                    size.calmWindows(),
                    size.driftWindows()));
            text.append(table(part)).append('\n');
        }
        return text.toString().stripTrailing() + "\n";
    }

    private static String table(StudyPart part) {
        var changes = part.found().get(0).delays().keySet();
        var lines = new ArrayList<String>();
        var header = new ArrayList<>(List.of("settings", "hold", "false alarms per 1,000 windows", "at most", "< 1"));
        header.addAll(changes);
        lines.add(row(header));
        lines.add("|" + "---|".repeat(header.size()));
        for (var found : part.found()) {
            var cells = new ArrayList<>(List.of(
                    found.settings(),
                    Integer.toString(found.hold()),
                    number(found.falseAlarmsPerThousand()),
                    number(found.falseAlarmsPerThousandAtMost()),
                    found.meetsTarget()));
            changes.forEach(change -> cells.add(delay(found, change)));
            lines.add(row(cells));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%,.0f", value);
    }

    /** Median, what nine in ten runs took at most, and how many were never found; the last alone if that is the median. */
    private static String delay(Found found, String change) {
        double never = found.shareNeverFound(change);
        if (never == 1) {
            return "never";
        }
        if (found.within(change, 0.5) == Found.NEVER) {
            return Math.round(100 * never) + " % never";
        }
        String text = windows(found.within(change, 0.5)) + " / " + windows(found.within(change, MOST));
        return never == 0 ? text : text + ", " + Math.round(100 * never) + " % never";
    }

    private static String windows(int delay) {
        return delay == Found.NEVER ? "-" : Integer.toString(delay);
    }
}
