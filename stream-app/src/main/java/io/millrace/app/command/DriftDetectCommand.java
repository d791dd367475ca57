package io.millrace.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.drift.ColumnSignals;
import io.millrace.app.drift.WatchedColumn;
import io.millrace.app.files.UnsuitableFileException;
import io.millrace.drift.detect.DetectorKind;
import io.millrace.drift.detect.DetectorSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code millrace drift detect}: where the values of a column change. */
@Command(
        name = "detect",
        description = {
            "Reads a column from the first row to the last and prints the rows, from 0, at which a detector of River says drift.",
            "Rows without a value are passed over. DDM and EDDM read errors of a model: 1 for an error, 0 for none."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Parameters, with River's names and defaults:",
            "  adwin         delta=0.002 clock=32 max_buckets=5 min_window_length=5 grace_period=10",
            "  page-hinkley  min_instances=30 delta=0.005 threshold=50 alpha=0.9999 mode=both (or up, down)",
            "  kswin         alpha=0.005 window_size=100 stat_size=30 seed=0",
            "  ddm           warm_start=30 warning_threshold=2 drift_threshold=3",
            "  eddm          warm_start=30 alpha=0.95 beta=0.9",
            "With --json, warnings are [first row, after the last].",
            "",
            "Exit status: 0 no drift, 3 drift, 2 refused because of what was given, 1 failed.",
            "",
            "Example:",
            "  millrace drift detect --detector page-hinkley --param threshold=20 --values latency.csv --column millis"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class DriftDetectCommand implements Callable<Integer> {
    @Option(
            names = "--detector",
            required = true,
            paramLabel = "NAME",
            description = "adwin, page-hinkley, kswin, ddm or eddm")
    private String detector;

    @Option(names = "--param", paramLabel = "NAME=VALUE", description = "a parameter of the detector; repeatable")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(
            names = "--values",
            required = true,
            paramLabel = "FILE",
            description = "CSV, JSON Lines, Avro or Parquet, in the order in which the values came")
    private Path values;

    @Option(
            names = "--column",
            paramLabel = "NAME",
            description = "what is watched (default: the only column of numbers)")
    private @Nullable String column;

    @Option(names = "--json", description = "print the indices as JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var settings = settings();
        var watched = WatchedColumn.read(values, Optional.ofNullable(column));
        ColumnSignals signals;
        try {
            signals = ColumnSignals.of(watched, settings);
        } catch (IllegalArgumentException e) {
            throw new UnsuitableFileException(values, List.of(String.valueOf(e.getMessage())));
        }
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(new ObjectMapper().writeValueAsString(fields(watched, signals)));
        } else {
            print(out, watched, signals);
        }
        return signals.drifts().isEmpty() ? 0 : DriftCommand.DRIFT;
    }

    private DetectorSettings settings() {
        var kind = DetectorKind.ofCode(detector)
                .orElseThrow(() -> refusal("--detector: there is no " + detector + "; there are "
                        + Arrays.stream(DetectorKind.values())
                                .map(DetectorKind::code)
                                .collect(Collectors.joining(", "))));
        try {
            return kind.settings(parameters);
        } catch (IllegalArgumentException e) {
            throw refusal("--param: " + e.getMessage());
        }
    }

    private Map<String, Object> fields(WatchedColumn watched, ColumnSignals signals) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("detector", detector);
        fields.put("parameters", parameters);
        fields.put("column", watched.name());
        fields.put("values", signals.values());
        fields.put("missing", signals.missing());
        fields.put("drifts", signals.drifts());
        fields.put(
                "warnings",
                signals.warnings().stream()
                        .map(warning -> List.of(warning.from(), warning.to()))
                        .toList());
        return fields;
    }

    private void print(PrintWriter out, WatchedColumn watched, ColumnSignals signals) {
        var lines = new TreeMap<Integer, String>();
        signals.drifts().forEach(row -> lines.put(row, "drift    " + row + "  value " + watched.values()[row]));
        signals.warnings()
                .forEach(warning -> lines.put(
                        warning.from(),
                        "warning  " + warning.from()
                                + (warning.to() - 1 > warning.from() ? " to " + (warning.to() - 1) : "")));
        lines.values().forEach(out::println);
        out.println(detector + " on " + watched.name() + ": " + signals.values() + " values, drifts: "
                + signals.drifts().size()
                + (signals.missing() > 0 ? ", " + signals.missing() + " rows without a value passed over" : ""));
    }

    private ParameterException refusal(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
