package io.millrace.benchmarks.measure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.LinkedHashMap;
import java.util.Map;

/** A report as JSON, with every single measurement. */
public final class ReportJson {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ReportJson() {}

    public static String of(Report report) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("benchmark", report.benchmark());
        fields.put("at", report.at().toString());
        fields.put("quick", report.quick());
        fields.put("machine", report.machine());
        fields.put("setup", report.setup());
        fields.put("figures", report.figures().stream().map(ReportJson::fields).toList());
        try {
            return MAPPER.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers are always writable", e);
        }
    }

    private static Map<String, Object> fields(Figure figure) {
        var values = figure.values();
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", figure.name());
        fields.put("unit", figure.unit());
        fields.put("median", values.median());
        fields.put("lowerQuartile", values.lowerQuartile());
        fields.put("upperQuartile", values.upperQuartile());
        fields.put("values", values.values());
        var goal = figure.goal();
        if (goal != null) {
            fields.put("target", goal.side().sign() + " " + goal.bound());
            fields.put("met", goal.isMetBy(values.median()));
        }
        return fields;
    }
}
