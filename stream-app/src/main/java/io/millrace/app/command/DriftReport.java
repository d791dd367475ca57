package io.millrace.app.command;

import static io.millrace.app.command.TextTable.number;
import static io.millrace.app.command.TextTable.word;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.drift.TableDrift;
import io.millrace.app.drift.TablePair;
import io.millrace.drift.definition.DriftResult;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is said about two tables. */
record DriftReport(TablePair tables, TableDrift drift) {
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
        var table = new TextTable(
                "column", "statistic", "value", "p-value", "threshold", "drifted", "bins", "reference", "current", "");
        drift.columns().forEach(column -> add(table, column.name(), column.result()));
        table.print(out);
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

    private static void add(TextTable table, String name, DriftResult result) {
        table.add(
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
}
