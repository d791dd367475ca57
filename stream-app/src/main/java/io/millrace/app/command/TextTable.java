package io.millrace.app.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Lines of cells, printed below each other. */
final class TextTable {
    private final List<List<String>> lines = new ArrayList<>();

    TextTable(String... header) {
        lines.add(List.of(header));
    }

    /** @param cells as many as the header has */
    void add(String... cells) {
        lines.add(List.of(cells));
    }

    void print(PrintWriter out) {
        int[] widths = new int[lines.get(0).size()];
        for (var line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        for (var line : lines) {
            var text = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                text.append(line.get(i))
                        .append(" ".repeat(widths[i] - line.get(i).length() + 2));
            }
            out.println(text.toString().stripTrailing());
        }
    }

    /** Four digits of it; a dash where there is none. */
    static String number(@Nullable Double number) {
        return number == null ? "-" : String.format(Locale.ROOT, "%.4g", number);
    }

    /** A word for what may be unknown. */
    static String word(@Nullable Boolean truth, String yes, String no) {
        return truth == null ? "unknown" : truth ? yes : no;
    }
}
