package io.millrace.app.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** What is shown of a window that a monitor has told of: all of it is in the records of the drift topic. */
public final class WindowPage {
    private WindowPage() {}

    /**
     * A page of all features.
     *
     * @param pipeline its name
     * @param statistics of one window and one segment, a record of each feature; not empty
     */
    public static DriftPage of(String pipeline, List<GenericRecord> statistics) {
        var columns = statistics.stream()
                .map(WindowPage::column)
                .sorted(Comparator.comparingInt(WindowPage::order)
                        .thenComparing(
                                Comparator.comparingDouble(WindowPage::strength).reversed()))
                .toList();
        long drifted = count(columns, true);
        long unknown = count(columns, null);
        Boolean drift = drifted > 0 ? Boolean.TRUE : unknown == columns.size() ? null : Boolean.FALSE;
        return new DriftPage(
                "Drift of " + pipeline,
                facts(statistics.get(0)),
                drift,
                (drift == null ? "Unknown" : drift ? "Drift" : "No drift") + ": " + drifted + " of " + columns.size()
                        + " features drifted" + (unknown > 0 ? ", of " + unknown + " it is unknown" : ""),
                columns);
    }

    private static long count(List<DriftPage.Column> columns, @Nullable Boolean drifted) {
        return columns.stream()
                .filter(column -> Objects.equals(column.drifted(), drifted))
                .count();
    }

    private static List<String> facts(GenericRecord any) {
        var facts = new ArrayList<String>();
        facts.add("Window: from " + instant(any, "window_start") + " until before " + instant(any, "window_end")
                + ", event time");
        facts.add(any.get("current_count") + " predictions, against a profile of " + any.get("reference_count")
                + " rows");
        var model = any.get("model_name");
        facts.add(model == null ? "Of several models" : "Of " + model + " " + any.get("model_version"));
        if (any.get("segment_by") != null) {
            facts.add("Only predictions with " + any.get("segment_by") + " = " + any.get("segment_value"));
        }
        if ((Boolean) any.get("warming_up")) {
            facts.add("Windowed features may still be filling: no alert is raised");
        }
        return facts;
    }

    private static Instant instant(GenericRecord statistic, String field) {
        return Instant.ofEpochMilli((Long) statistic.get(field));
    }

    private static DriftPage.Column column(GenericRecord statistic) {
        var tests = records(statistic.get("tests"));
        var shown = tests.stream().map(WindowPage::test).toList();
        var known = shown.stream().filter(test -> test.drifted() != null).toList();
        return new DriftPage.Column(
                statistic.get("feature").toString(),
                known.isEmpty() ? null : known.stream().anyMatch(test -> Boolean.TRUE.equals(test.drifted())),
                shown,
                note(statistic, tests),
                histogram(statistic));
    }

    private static DriftPage.Test test(GenericRecord test) {
        var value = (Double) test.get("value");
        return new DriftPage.Test(
                test.get("name").toString(),
                value,
                (Double) test.get("p_value"),
                (Double) test.get("threshold"),
                value == null ? null : (Boolean) test.get("drifted"));
    }

    private static String note(GenericRecord statistic, List<GenericRecord> tests) {
        var said = new ArrayList<String>();
        var mean = statistic.get("current_mean");
        var reference = statistic.get("reference_mean");
        if (mean instanceof Double now && reference instanceof Double before) {
            said.add(String.format(Locale.ROOT, "mean %.4g, in the reference %.4g", now, before));
        }
        tests.stream()
                .filter(test -> (Boolean) test.get("set_aside"))
                .forEach(test -> said.add(test.get("name") + " may be chance"));
        tests.stream()
                .flatMap(test -> Optional.ofNullable(test.get("reason")).stream())
                .map(Object::toString)
                .distinct()
                .forEach(said::add);
        return said.stream().collect(Collectors.joining("; "));
    }

    private static @Nullable Histogram histogram(GenericRecord statistic) {
        var bins = records(statistic.get("distribution"));
        if (bins.isEmpty()) {
            return null;
        }
        double rows = ((Long) statistic.get("current_count")).doubleValue();
        double missing = ((Long) statistic.get("current_missing")).doubleValue();
        return new Histogram(
                bins.stream()
                        .map(bin -> new Histogram.Bar(
                                bin.get("label").toString(),
                                share(bin, "reference_share"),
                                share(bin, "current_share")))
                        .toList(),
                Double.NaN, // the record does not say
                rows == 0 ? Double.NaN : missing / rows);
    }

    private static double share(GenericRecord bin, String field) {
        return bin.get(field) instanceof Double share ? share : Double.NaN;
    }

    private static List<GenericRecord> records(Object array) {
        return ((List<?>) array).stream().map(GenericRecord.class::cast).toList();
    }

    private static int order(DriftPage.Column column) {
        var drifted = column.drifted();
        return drifted == null ? 1 : drifted ? 0 : 2;
    }

    /** How far its furthest test is beyond its threshold, as a factor. */
    private static double strength(DriftPage.Column column) {
        return column.tests().stream()
                .filter(test -> test.value() != null && test.threshold() != null)
                .mapToDouble(test -> Objects.requireNonNull(test.value()) / Objects.requireNonNull(test.threshold()))
                .max()
                .orElse(0);
    }
}
