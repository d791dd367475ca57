package io.millrace.app.fleet;

import io.millrace.app.rollout.Change;
import io.millrace.app.rollout.Entry;
import io.millrace.app.rollout.RolloutState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A change as people and programs are told of it.
 *
 * @param action {@code shadow}, {@code canary}, {@code ab}, {@code promote} or {@code rollback}
 * @param versions that it gives work, by their digests, for people; empty if it gives none any
 * @param shares by digest, such as {@code 10%}; empty if none are named
 * @param effectiveFrom event time from which it holds, inclusive, ISO 8601; null where it holds for all events
 * @param champion who answers from then on for all entities that no other does, for people; null if it is not known any more
 */
public record Changes(
        String id,
        String action,
        Map<String, String> versions,
        Map<String, String> shares,
        @Nullable String effectiveFrom,
        @Nullable String champion,
        String decidedAt,
        String actor,
        String reason,
        Map<String, Double> evidence) {
    /** A change that was made. */
    public static Changes of(Entry.Changed entry, RolloutState state) {
        var change = entry.change();
        var note = entry.note();
        var versions = new LinkedHashMap<String, String>();
        change.versions().forEach(digest -> versions.put(digest, told(digest, state)));
        return new Changes(
                note.id(),
                action(change),
                versions,
                shares(change),
                entry.fromMillis() == 0
                        ? null
                        : Instant.ofEpochMilli(entry.fromMillis()).toString(),
                state.timeline()
                        .at(entry.fromMillis())
                        .map(plan -> told(plan.champion(), state))
                        .orElse(null),
                note.at().toString(),
                note.actor(),
                note.reason(),
                note.evidence());
    }

    private static String told(String digest, RolloutState state) {
        return state.find(digest).map(known -> known.version().told()).orElse(digest);
    }

    private static String action(Change change) {
        if (change instanceof Change.Shadow) {
            return "shadow";
        } else if (change instanceof Change.Canary) {
            return "canary";
        } else if (change instanceof Change.Ab) {
            return "ab";
        }
        return change instanceof Change.Promote ? "promote" : "rollback";
    }

    private static Map<String, String> shares(Change change) {
        var shares = new LinkedHashMap<String, String>();
        if (change instanceof Change.Canary canary) {
            shares.put(canary.version(), canary.share().toString());
        } else if (change instanceof Change.Ab ab) {
            ab.shares().forEach((digest, share) -> shares.put(digest, share.toString()));
        }
        return shares;
    }

    /** In one line. */
    public String told() {
        var whom = versions.isEmpty()
                ? "to " + champion
                : versions.entrySet().stream().map(this::withShare).collect(Collectors.joining(", "));
        return action + " " + whom + " for " + (effectiveFrom == null ? "all events" : "events from " + effectiveFrom);
    }

    private String withShare(Map.Entry<String, String> version) {
        var share = shares.get(version.getKey());
        return version.getValue() + (share == null ? "" : " (" + share + ")");
    }
}
