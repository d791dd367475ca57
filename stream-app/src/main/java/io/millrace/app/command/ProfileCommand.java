package io.millrace.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.pipeline.Part;
import io.millrace.app.replay.ScoredTable;
import io.millrace.drift.compare.Comparison;
import io.millrace.drift.compare.LearntThresholds;
import io.millrace.drift.profile.ProfileJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace profile FOLDER}: the reference that drift is measured against. */
@Command(
        name = "profile",
        description = "Makes the reference profile from rows that replay scored.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  millrace profile pipelines/transactions --from scored.csv.gz --skip 8d --label outcome --out pipelines/transactions/profile.json"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ProfileCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FOLDER", description = "the pipeline folder")
    private Path folder;

    @Option(names = "--from", required = true, paramLabel = "FILE", description = "what replay wrote, with scores")
    private Path from;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "where the profile goes")
    private Path out;

    @Option(
            names = "--skip",
            defaultValue = "0s",
            paramLabel = "DURATION",
            converter = DurationOption.class,
            description = "leave out rows this soon after the first one, while windows were still filling")
    private Duration skip;

    @Option(
            names = "--chunks",
            defaultValue = "" + LearntThresholds.DEFAULT_CHUNKS,
            paramLabel = "N",
            description = "learn thresholds from so many parts of the rows (default: ${DEFAULT-VALUE})")
    private int chunks;

    @Option(
            names = "--label",
            paramLabel = "COLUMN",
            description =
                    "learn how often scores are right from this column, outcome where replay wrote it: quality is then estimated as NannyML does")
    private @Nullable String label;

    @Mixin
    private GateOptions gate = new GateOptions();

    @Option(names = "--json", description = "print the summary as JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (chunks < 2) {
            throw new ParameterException(spec.commandLine(), "--chunks: must be at least 2, was " + chunks);
        }
        NativeCache.prepare();
        var pipeline = gate.read(folder, EnumSet.of(Part.MODEL));
        var profile = new ScoredTable(pipeline).profile(from, skip, chunks, label);
        Files.writeString(out, ProfileJson.write(profile));
        if (profile.chunks() < LearntThresholds.FEWEST_CHUNKS) {
            spec.commandLine().getErr().println(warning(profile.chunks()));
        }
        var console = spec.commandLine().getOut();
        var calibration = profile.calibration();
        if (json) {
            var summary = new LinkedHashMap<String, Object>();
            summary.put("rows", profile.sampleSize());
            summary.put("chunks", profile.chunks());
            if (calibration != null) {
                summary.put("labels", calibration.rows());
                summary.put("calibrated", calibration.isNeeded());
            }
            summary.put("out", out.toString());
            console.println(new ObjectMapper().writeValueAsString(summary));
        } else {
            console.println("profile of " + profile.sampleSize() + " rows written to " + out);
            if (calibration != null) {
                console.println(calibration.rows() + " labels: "
                        + (calibration.isNeeded()
                                ? "scores are calibrated by them"
                                : "scores are probabilities as they are"));
            }
        }
        return 0;
    }

    private static String warning(int learntFrom) {
        String rows = Comparison.DEFAULT.leastRows() + " rows each";
        return learntFrom == 0
                ? "warning: no thresholds were learnt, which takes at least 2 chunks of " + rows
                : "warning: thresholds were learnt from " + learntFrom + " chunks of at least " + rows
                        + "; from fewer than " + LearntThresholds.FEWEST_CHUNKS + " they say little";
    }
}
