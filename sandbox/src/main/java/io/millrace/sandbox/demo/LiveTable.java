package io.millrace.sandbox.demo;

import io.millrace.sandbox.demo.Ledger.Latency;
import io.millrace.sandbox.demo.Ledger.Tally;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Shows a run as a table that redraws itself in a terminal; elsewhere prints a table now and then. Not thread-safe.
 */
final class LiveTable {
    private static final int BAR_WIDTH = 40;
    private static final Duration PLAIN_EVERY = Duration.ofSeconds(10);
    private static final String ROW = "%-14s %9s %9s %9s %9s %7s %7s %7s %7s %7s %7s%n";

    private final PrintWriter out;
    private final boolean terminal;
    private final Map<String, Tally> before = new HashMap<>();
    private Duration shownAt = Duration.ofDays(-1);
    private int linesDrawn;

    /** @param terminal whether {@code out} understands cursor movement */
    LiveTable(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** How one pipeline stands. */
    record Row(
            String pipeline,
            Tally tally,
            Latency latency,
            int alerts,
            Optional<String> lastAlert,
            Optional<String> news) {}

    /** @param phase what is going on, in a few words */
    void show(Duration elapsed, Duration total, String phase, List<Row> rows) {
        var since = elapsed.minus(shownAt);
        if (!terminal && since.compareTo(PLAIN_EVERY) < 0) {
            return;
        }
        var lines = new ArrayList<String>();
        lines.add(progress(elapsed, total) + "  " + phase);
        lines.add(String.format(
                Locale.ROOT,
                ROW,
                "pipeline",
                "events",
                "events/s",
                "predicted",
                "pred/s",
                "p50 ms",
                "p95 ms",
                "p99 ms",
                "lag",
                "dead",
                "alerts"));
        rows.forEach(row -> lines.add(line(row, since)));
        rows.forEach(row -> row.news().ifPresent(news -> lines.add("  models: " + news)));
        rows.forEach(row -> row.lastAlert().ifPresent(alert -> lines.add("  last alert: " + alert)));
        draw(lines);
        rows.forEach(row -> before.put(row.pipeline(), row.tally()));
        shownAt = elapsed;
    }

    private String line(Row row, Duration since) {
        var tally = row.tally();
        var last = before.getOrDefault(row.pipeline(), new Tally(0, 0, Map.of(), 0, 0, 0));
        double seconds = Math.max(0.001, since.toMillis() / 1000.0);
        long dead =
                tally.deadLetters().values().stream().mapToLong(Long::longValue).sum();
        return String.format(
                Locale.ROOT,
                ROW,
                row.pipeline(),
                tally.events(),
                before.isEmpty() ? "" : Math.round((tally.events() - last.events()) / seconds),
                tally.predictions(),
                before.isEmpty() ? "" : Math.round((tally.predictions() - last.predictions()) / seconds),
                Math.round(row.latency().p50()),
                Math.round(row.latency().p95()),
                Math.round(row.latency().p99()),
                tally.missing(),
                dead,
                row.alerts());
    }

    private static String progress(Duration elapsed, Duration total) {
        double done = Math.min(1, (double) elapsed.toMillis() / total.toMillis());
        int filled = (int) (done * BAR_WIDTH);
        return String.format(
                Locale.ROOT,
                "[%s%s] %3.0f %% %s of %s",
                "#".repeat(filled),
                ".".repeat(BAR_WIDTH - filled),
                done * 100,
                clock(elapsed.compareTo(total) > 0 ? total : elapsed),
                clock(total));
    }

    private static String clock(Duration duration) {
        return String.format(Locale.ROOT, "%d:%02d", duration.toMinutes(), duration.toSecondsPart());
    }

    private void draw(List<String> lines) {
        if (terminal && linesDrawn > 0) {
            out.printf("\033[%dA", linesDrawn);
        }
        for (var line : lines) {
            out.print(terminal ? "\033[2K" : "");
            out.println(line.stripTrailing());
        }
        out.flush();
        linesDrawn = lines.size();
    }
}
