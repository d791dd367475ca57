package io.millrace.app.command;

import io.millrace.app.audit.Audit;
import io.millrace.app.replay.Period;
import java.util.List;
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

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    /**
     * Whether a comparison is asked for.
     *
     * @param sources where events come from
     * @throws ParameterException if it is asked for together with something that it is not done with
     */
    boolean areAsked(ReplaySources sources, ReplayOutput output) {
        if (!asked && (tolerance != null || listed != null)) {
            throw refusal((tolerance == null ? "--differences" : "--tolerance") + " needs --assert-equal");
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

    /** @throws ParameterException if a number cannot be */
    Audit.Request request(Period period) {
        double distance = tolerance == null ? 0 : tolerance;
        if (!(distance >= 0) || Double.isInfinite(distance)) {
            throw refusal("--tolerance must be 0 or more, not " + tolerance);
        }
        int count = listed == null ? LISTED : listed;
        if (count < 0) {
            throw refusal("--differences must be 0 or more, not " + count);
        }
        return new Audit.Request(period, distance, count);
    }

    private ParameterException refusal(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
