package io.millrace.app.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.drift.TableDrift;
import io.millrace.app.drift.TablePair;
import io.millrace.drift.definition.DriftResult;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is said about two tables. */
record DriftReport(TablePair tables, TableDrift drift) {
    private static final List<String> HEADER = List.of(
            "column", "statistic", "value", "p-value", "threshold", "drifted", "bins", "reference", "current", "");

    /** As one JSON object in one line; what is unknown is null, and infinity a text. */
    void printJson(PrintWriter out) throws JsonProcessingException {
        var report = new LinkedHashMap<String, @Nullable Object>();
        report.put("definition", drift.definition());
        report.put("drift", drift.verdict().drift());
        report.put("rule", drift.verdict().rule());
        report.put("drifted", drift.verdict().drifted());
        report.put("unknown", drift.verdict().unknown());
        report.put(
                "columns",
                drift.columns().stream()
                        .map(column -> json(column.name(), column.result()))
                        .toList());
        report.put("onlyInReference", tables.onlyInReference());
        report.put("onlyInCurrent", tables.onlyInCurrent());
        out.println(new ObjectMapper().writeValueAsString(report));
    }

    private static Map<String, @Nullable Object> json(String name, DriftResult result) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("column", name);
        fields.put("statistic", result.statistic().code());
        fields.put("value", result.value());
        fields.put("pValue", result.pValue());
        fields.put("threshold", result.threshold());
        fields.put("drifted", result.drifted());
        fields.put("bins", result.bins());
        fields.put("referenceSize", result.referenceSize());
        fields.put("currentSize", result.currentSize());
        fields.put("reason", result.reason());
        return fields;
    }

    /** A line a column, and the verdict. */
    void print(PrintWriter out) {
        var lines = new ArrayList<List<String>>();
        lines.add(HEADER);
        drift.columns().forEach(column -> lines.add(cells(column.name(), column.result())));
        int[] widths = new int[HEADER.size()];
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
        var verdict = drift.verdict();
        out.println();
        out.println(drift.definition() + ": " + word(verdict.drift(), "drift", "no drift") + ", " + verdict.drifted()
                + " of " + verdict.columns() + " columns drifted"
                + (verdict.unknown() > 0 ? ", of " + verdict.unknown() + " it is unknown" : "") + "; drift is when "
                + verdict.rule());
        others(out, "the reference", tables.onlyInReference());
        others(out, "the current file", tables.onlyInCurrent());
    }

    private static void others(PrintWriter out, String side, List<String> names) {
        if (!names.isEmpty()) {
            out.println("not compared, because only " + side + " has them: " + String.join(", ", names));
        }
    }

    private static List<String> cells(String name, DriftResult result) {
        return List.of(
                name,
                result.statistic().code(),
                number(result.value()),
                number(result.pValue()),
                number(result.threshold()),
                word(result.drifted(), "yes", "no"),
                result.bins() == null ? "-" : result.bins().toString(),
                Integer.toString(result.referenceSize()),
                Integer.toString(result.currentSize()),
                result.reason() == null ? "" : result.reason());
    }

    private static String word(@Nullable Boolean truth, String yes, String no) {
        return truth == null ? "unknown" : truth ? yes : no;
    }

    private static String number(@Nullable Double number) {
        return number == null ? "-" : String.format(Locale.ROOT, "%.4g", number);
    }
}
