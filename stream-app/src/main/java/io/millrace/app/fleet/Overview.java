package io.millrace.app.fleet;

import io.millrace.app.rollout.Plan;
import io.millrace.app.rollout.RolloutState;
import io.millrace.app.rollout.RolloutState.Known;
import io.millrace.app.rollout.RolloutState.Standing;
import io.millrace.app.rollout.Trial;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What versions a pipeline has and what each does, as people and programs are told.
 *
 * @param since event time from which the versions do what is said here, ISO 8601; null if they have always done it
 * @param changing who is about to change something; null if nobody is
 */
public record Overview(
        String pipeline, @Nullable String since, @Nullable String changing, List<Version> versions) {
    /**
     * A version.
     *
     * @param part {@code champion}, {@code previous}, {@code canary}, {@code ab}, {@code shadow}, {@code idle}, {@code refused}
     *     or {@code retired}
     * @param share of the entities, where it is on trial
     * @param instances by name whether each has it at hand: empty if so, otherwise why not
     * @param why it was refused
     */
    public record Version(
            String name,
            String version,
            String digest,
            String part,
            @Nullable String share,
            String score,
            double threshold,
            String source,
            String registeredAt,
            Map<String, List<String>> instances,
            List<String> why) {}

    /** What holds in the end. */
    public static Overview of(String pipeline, RolloutState state) {
        var plan = state.timeline().last().orElse(null);
        var versions = new ArrayList<Version>();
        for (var known : state.versions().values()) {
            versions.add(version(known, plan));
        }
        var preparation = state.preparation();
        return new Overview(
                pipeline,
                state.timeline()
                        .lastMillis()
                        .filter(millis -> millis > 0)
                        .map(millis -> Instant.ofEpochMilli(millis).toString())
                        .orElse(null),
                preparation == null ? null : preparation.actor(),
                versions);
    }

    private static Version version(Known known, @Nullable Plan plan) {
        var version = known.version();
        return new Version(
                version.name(),
                version.version(),
                version.digest(),
                part(known, plan),
                plan == null
                        ? null
                        : plan.shareOf(version.digest()).map(Object::toString).orElse(null),
                version.score(),
                version.threshold(),
                version.source(),
                known.since().toString(),
                known.instances(),
                known.why());
    }

    private static String part(Known known, @Nullable Plan plan) {
        var digest = known.version().digest();
        if (known.standing() != Standing.REGISTERED) {
            return known.standing().name().toLowerCase(Locale.ROOT);
        } else if (plan == null) {
            return "idle";
        } else if (plan.champion().equals(digest)) {
            return "champion";
        } else if (plan.shareOf(digest).isPresent()) {
            return plan.trial() != null && plan.trial().kind() == Trial.Kind.CANARY ? "canary" : "ab";
        } else if (plan.shadows().contains(digest)) {
            return "shadow";
        }
        return digest.equals(plan.previous()) ? "previous" : "idle";
    }

    /** A line for each version. */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add(String.format("%-12s %-9s %-24s %-10s  %s", "part", "share", "version", "digest", "from"));
        for (var each : versions) {
            lines.add(String.format(
                    "%-12s %-9s %-24s %-10s  %s",
                    each.part,
                    each.share == null ? "" : each.share,
                    each.name + ":" + each.version,
                    each.digest.substring(0, 8),
                    each.source));
            each.why.forEach(why -> lines.add("             " + why));
            each.instances.forEach((instance, why) ->
                    why.forEach(problem -> lines.add("             not on " + instance + ": " + problem)));
        }
        if (since != null) {
            lines.add("for events from " + since);
        }
        if (changing != null) {
            lines.add("a change is being decided, which " + changing + " wants");
        }
        return lines;
    }
}
