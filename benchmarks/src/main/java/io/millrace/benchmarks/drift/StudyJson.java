package io.millrace.benchmarks.drift;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a study found as JSON, with the delay of every single run; null where it was never found. */
public final class StudyJson {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private StudyJson() {}

    public static String of(long seed, List<StudyPart> parts) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("study", "drift");
        fields.put("seed", seed);
        fields.put("parts", parts.stream().map(StudyJson::fields).toList());
        try {
            return MAPPER.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers are always writable", e);
        }
    }

    private static Map<String, Object> fields(StudyPart part) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("reads", part.reads());
        fields.put("rows", part.size().rows());
        fields.put("runs", part.size().runs());
        fields.put("calmWindows", part.size().calmWindows());
        fields.put("driftWindows", part.size().driftWindows());
        fields.put("found", part.found().stream().map(StudyJson::fields).toList());
        return fields;
    }

    private static Map<String, Object> fields(Found found) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("settings", found.settings());
        fields.put("hold", found.hold());
        fields.put("calmWindows", found.calmWindows());
        fields.put("falseAlarms", found.falseAlarms());
        fields.put("falseAlarmsPerThousand", found.falseAlarmsPerThousand());
        fields.put("atMost", found.falseAlarmsPerThousandAtMost());
        var delays = new LinkedHashMap<String, Object>();
        found.delays().forEach((change, runs) -> delays.put(change, delays(runs)));
        fields.put("delays", delays);
        return fields;
    }

    private static List<@Nullable Integer> delays(List<Integer> runs) {
        var delays = new ArrayList<@Nullable Integer>();
        runs.forEach(delay -> delays.add(delay == Found.NEVER ? null : delay));
        return delays;
    }
}
