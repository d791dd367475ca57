package io.millrace.app.command;

import io.millrace.app.replay.BadRow;
import io.millrace.app.replay.Period;
import io.millrace.app.replay.ReplayOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What a replay writes. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ReplayOutput {
    @Option(names = "--out", paramLabel = "FILE", description = "where the rows go")
    private @Nullable Path out;

    @Option(names = "--features-only", description = "do not score: the folder needs no model yet")
    private boolean featuresOnly;

    @Option(
            names = "--with-outcomes",
            description =
                    "add what became of each event, and since when that is known, in columns outcome and outcome_time: "
                            + "what a model is trained to say")
    private boolean withOutcomes;

    @Option(names = "--sort", description = "sort all events in memory: for files that are in no order of time")
    private boolean sort;

    @Option(
            names = "--on-bad-row",
            paramLabel = "fail|dead-letter",
            converter = OnBadRow.Option.class,
            description = "stop at a row that cannot be read or breaks the contract, or put it aside and go on "
                    + "(default: fail)")
    private @Nullable OnBadRow onBadRow;

    @Option(
            names = "--dead-letters",
            paramLabel = "FILE",
            description = "where bad rows are put aside (default: beside --out, ending in .dead-letters.csv)")
    private @Nullable Path deadLetters;

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    boolean isScored() {
        return !featuresOnly;
    }

    /** Whether rows say what became of their events. */
    boolean hasOutcomes() {
        return withOutcomes;
    }

    /** Options that are given although nothing is written. */
    List<String> given() {
        return Stream.of(
                        out == null ? "" : "--out",
                        featuresOnly ? "--features-only" : "",
                        withOutcomes ? "--with-outcomes" : "",
                        sort ? "--sort" : "",
                        onBadRow == null ? "" : "--on-bad-row",
                        deadLetters == null ? "" : "--dead-letters")
                .filter(option -> !option.isEmpty())
                .toList();
    }

    /**
     * What is to be made.
     *
     * @param inputs that must not be replaced
     * @throws ParameterException if that cannot be
     */
    ReplayOptions options(List<Path> inputs, Period period) throws IOException {
        if (out == null) {
            throw refusal("Missing required option: '--out=FILE'");
        }
        boolean fails = onBadRow == null || onBadRow == OnBadRow.FAIL;
        if (deadLetters != null && fails) {
            throw refusal("--dead-letters needs --on-bad-row dead-letter");
        }
        var aside = fails ? null : deadLetters == null ? beside(out) : deadLetters;
        for (var input : inputs) {
            refuseSame(input, out);
            refuseSame(input, aside);
        }
        refuseSame(out, aside);
        return new ReplayOptions(out, !featuresOnly, sort, period, aside, withOutcomes);
    }

    /** {@code features.csv.gz} becomes {@code features.dead-letters.csv}. */
    private static Path beside(Path out) {
        var name = String.valueOf(out.getFileName());
        int dot = name.indexOf('.', 1);
        return out.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + ".dead-letters.csv");
    }

    private void refuseSame(Path one, @Nullable Path other) throws IOException {
        boolean same = other != null
                && (one.toAbsolutePath()
                                .normalize()
                                .equals(other.toAbsolutePath().normalize())
                        || (Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other)));
        if (same) {
            throw refusal(other + " would be replaced while it is needed: choose another file");
        }
    }

    /** What to do about a row that ended the replay. */
    static String advice(BadRow bad, String timeField) {
        var aside = "--on-bad-row dead-letter puts such rows aside and goes on.";
        return bad.reason().equals(BadRow.UNORDERED)
                ? "Sort the file by " + timeField + " or raise events.lateness; --sort sorts in memory, " + aside
                : "Correct the row; " + aside;
    }

    private ParameterException refusal(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
