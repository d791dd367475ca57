package io.millrace.app.command;

import io.millrace.app.rollout.Change;
import io.millrace.app.rollout.RefusedException;
import io.millrace.app.rollout.RolloutState;
import io.millrace.app.rollout.Share;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that change who scores what, one for each kind of change. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ModelChangeCommands {
    private ModelChangeCommands() {}

    private static String digest(RolloutState state, String reference) throws RefusedException {
        return state.called(reference).version().digest();
    }

    /** A change that is about one version. */
    abstract static class OfVersion extends ChangeCommand {
        @Parameters(index = "1", paramLabel = "VERSION", description = "a version, name:version, or digest's beginning")
        private String version;

        final String digest(RolloutState state) throws RefusedException {
            return ModelChangeCommands.digest(state, version);
        }
    }

    /** {@code millrace model shadow}. */
    @Command(
            name = "shadow",
            description = "Lets a version score everything and answer nobody: what it says goes to <name>.shadow.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  millrace model shadow pipelines/transactions 4 --reason 'trained on October'"})
    static final class Shadow extends OfVersion {
        @Override
        Change change(RolloutState state) throws RefusedException {
            return new Change.Shadow(digest(state));
        }
    }

    /** {@code millrace model canary}. */
    @Command(
            name = "canary",
            description = "Lets a version answer for a share of the entities, which may grow by itself.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Examples:",
                "  millrace model canary pipelines/transactions 4 --share 10% --reason 'looks well as a shadow'",
                "  millrace model canary pipelines/transactions 4 --share 1% --step 10%@1h --step 100%@1d --reason rolling"
            })
    static final class Canary extends OfVersion {
        @Option(
                names = "--share",
                required = true,
                paramLabel = "PERCENT",
                converter = ShareOption.class,
                description =
                        "of the entities, such as 10%% or 0.25%%; those that had the version keep it when it grows")
        private Share share;

        @Option(
                names = "--step",
                paramLabel = "PERCENT@DURATION",
                converter = StepOption.class,
                description = "a later share, by event time since the beginning; 100%% makes it the champion")
        private List<Change.Canary.Step> steps = List.of();

        @Override
        Change change(RolloutState state) throws RefusedException {
            return new Change.Canary(digest(state), share, steps);
        }
    }

    /** {@code millrace model ab}. */
    @Command(
            name = "ab",
            description = "Lets several versions answer for a share of the entities each; the champion has the rest.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  millrace model ab pipelines/transactions 4=20% 5=20% --reason 'depth 4 or 6'"})
    static final class Ab extends ChangeCommand {
        @Parameters(
                index = "1..*",
                arity = "1..*",
                paramLabel = "VERSION=PERCENT",
                description = "versions with their shares; name all that are on trial when shares change")
        private Map<String, String> shares;

        @Override
        Change change(RolloutState state) throws RefusedException {
            var all = new LinkedHashMap<String, Share>();
            for (var each : shares.entrySet()) {
                if (all.put(digest(state, each.getKey()), ShareOption.parse(each.getValue())) != null) {
                    throw new RefusedException("\"" + each.getKey() + "\" is named twice");
                }
            }
            return new Change.Ab(all);
        }
    }

    /** {@code millrace model promote}. */
    @Command(
            name = "promote",
            description = "Makes a version the champion: it answers everybody. The one before stays at hand.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  millrace model promote pipelines/transactions 4 --reason 'better for a week'"})
    static final class Promote extends OfVersion {
        @Override
        Change change(RolloutState state) throws RefusedException {
            return new Change.Promote(digest(state));
        }
    }

    /** {@code millrace model rollback}. */
    @Command(
            name = "rollback",
            description = "Ends a trial; where there is none, returns to the champion before this one.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  millrace model rollback pipelines/transactions --reason 'too many alerts'"})
    static final class RollBack extends ChangeCommand {
        @Override
        Change change(RolloutState state) {
            return new Change.RollBack();
        }
    }
}
