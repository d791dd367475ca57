package io.millrace.app.command;

import io.millrace.app.audit.Audit;
import io.millrace.app.audit.Columns;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.replay.Period;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Whether a replay compares, and what counts as equal. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class EqualityOptions {
    private static final int LISTED = 100;

    @Option(
            names = "--assert-equal",
            description = "with --from-topic: write nothing, but compare the predictions topic with a replay by the "
                    + "versions of the rollout log; exit status 1 if anything differs")
    private boolean asked;

    @Option(
            names = "--tolerance",
            paramLabel = "DIFFERENCE",
            description = "with --assert-equal: how far two scores may be apart (default: 0, equal bits)")
    private @Nullable Double tolerance;

    @Option(
            names = "--differences",
            paramLabel = "COUNT",
            description = "with --assert-equal: how many differences are listed (default: " + LISTED + ")")
    private @Nullable Integer listed;

    @Option(
            names = "--except",
            split = ",",
            paramLabel = "COLUMN",
            description =
                    "with --assert-equal: columns in which a difference counts for nothing, such as features of a "
                            + "reference table that has changed since")
    private Set<String> except = new LinkedHashSet<>();

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    /**
     * Whether a comparison is asked for.
     *
     * @param sources where events come from
     * @throws ParameterException if it is asked for together with something that it is not done with
     */
    boolean areAsked(ReplaySources sources, ReplayOutput output) {
        if (!asked && !given().isEmpty()) {
            throw refusal(given().get(0) + " needs --assert-equal");
        }
        if (asked && !sources.areTopics()) {
            throw refusal("--assert-equal compares a topic: give --from-topic");
        }
        var needless = asked ? output.given() : List.of();
        if (!needless.isEmpty()) {
            throw refusal("--assert-equal writes nothing: leave out " + needless.get(0));
        }
        return asked;
    }

    private List<String> given() {
        return Stream.of(
                        tolerance == null ? "" : "--tolerance",
                        listed == null ? "" : "--differences",
                        except.isEmpty() ? "" : "--except")
                .filter(option -> !option.isEmpty())
                .toList();
    }

    /** @throws ParameterException if a number cannot be, or a column is none */
    Audit.Request request(Pipeline pipeline, Period period) {
        var columns = Columns.of(pipeline, except);
        var unknown = except.stream()
                .filter(column -> !columns.all().contains(column))
                .toList();
        if (!unknown.isEmpty()) {
            throw refusal("--except: there is no column " + String.join(", ", unknown) + " to compare; there are "
                    + String.join(", ", columns.all()));
        }
        double distance = tolerance == null ? 0 : tolerance;
        if (!(distance >= 0) || Double.isInfinite(distance)) {
            throw refusal("--tolerance must be 0 or more, not " + tolerance);
        }
        int count = listed == null ? LISTED : listed;
        if (count < 0) {
            throw refusal("--differences must be 0 or more, not " + count);
        }
        return new Audit.Request(period, columns, distance, count);
    }

    private ParameterException refusal(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
