package io.millrace.app.fleet;

import io.millrace.app.rollout.Change;
import io.millrace.app.rollout.RefusedException;
import io.millrace.app.rollout.RolloutState;
import io.millrace.app.rollout.Share;
import io.millrace.enrich.definition.DurationText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants, as a program writes it. Which of these must be there depends on the action.
 *
 * @param version a version, name:version, or digest's beginning
 * @param share such as {@code 10%}
 * @param steps later shares of a canary
 * @param shares by version
 * @param at event time from which it is to hold, ISO 8601; as soon as possible if absent
 * @param from where a version to be registered comes from
 * @param score which number of its answer is the score; as the pipeline file says if absent
 * @param threshold of its labels; as the pipeline file says if absent
 * @param actor who wants it
 * @param reason why
 */
public record Wish(
        @Nullable String version,
        @Nullable String share,
        @Nullable List<LaterShare> steps,
        @Nullable Map<String, String> shares,
        @Nullable String at,
        @Nullable String from,
        @Nullable String score,
        @Nullable Double threshold,
        @Nullable String actor,
        @Nullable String reason) {
    /**
     * A step of a canary.
     *
     * @param share such as {@code 50%}
     * @param after such as {@code 2h}, event time since the beginning
     */
    public record LaterShare(String share, String after) {}

    /**
     * The change that is wanted.
     *
     * @param action {@code shadow}, {@code canary}, {@code ab}, {@code promote} or {@code rollback}
     * @return empty if the action is none of these
     * @throws RefusedException if something is missing, or cannot be meant
     */
    Optional<Change> change(String action, RolloutState state) throws RefusedException {
        try {
            return Optional.ofNullable(
                    switch (action) {
                        case "shadow" -> new Change.Shadow(digest(state, present("version", version)));
                        case "canary" -> canary(state);
                        case "ab" -> ab(state);
                        case "promote" -> new Change.Promote(digest(state, present("version", version)));
                        case "rollback" -> new Change.RollBack();
                        default -> null;
                    });
        } catch (IllegalArgumentException e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        }
    }

    private Change canary(RolloutState state) throws RefusedException {
        var later = new ArrayList<Change.Canary.Step>();
        for (var step : steps == null ? List.<LaterShare>of() : steps) {
            later.add(new Change.Canary.Step(
                    Share.parse(present("steps.share", step.share())), duration(present("steps.after", step.after()))));
        }
        return new Change.Canary(
                digest(state, present("version", version)), Share.parse(present("share", share)), later);
    }

    private static Duration duration(String text) {
        return DurationText.parse(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "steps.after is a duration such as 30m or 2h, not \"" + text + "\""));
    }

    private Change ab(RolloutState state) throws RefusedException {
        var all = new LinkedHashMap<String, Share>();
        for (var each : present("shares", shares).entrySet()) {
            if (all.put(digest(state, each.getKey()), Share.parse(each.getValue())) != null) {
                throw new RefusedException("\"" + each.getKey() + "\" is named twice");
            }
        }
        return new Change.Ab(all);
    }

    private static String digest(RolloutState state, String reference) throws RefusedException {
        return state.called(reference).version().digest();
    }

    /** Event time from which it is to hold; empty if as soon as possible. */
    Optional<Instant> time() throws RefusedException {
        try {
            return Optional.ofNullable(at).map(Instant::parse);
        } catch (DateTimeException e) {
            throw new RefusedException("at is a time such as 2026-03-01T12:00:00Z, not \"" + at + "\"");
        }
    }

    /** What must be there. */
    static <T> T present(String name, @Nullable T value) throws RefusedException {
        if (value == null) {
            throw new RefusedException(name + " is missing");
        }
        return value;
    }
}
