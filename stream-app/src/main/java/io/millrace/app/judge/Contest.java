package io.millrace.app.judge;

import io.millrace.app.rollout.Plan;
import io.millrace.app.rollout.RolloutState;
import io.millrace.app.rollout.Timeline;
import io.millrace.app.rollout.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A version that is tried beside the champion. Shares may change meanwhile.
 *
 * @param kind in which part
 * @param challenger digest
 * @param champion digest
 * @param fromMillis event time from which it has been so, inclusive
 */
public record Contest(Kind kind, String challenger, String champion, long fromMillis) {
    /** In which part a version is tried. */
    public enum Kind {
        /** Scores what the champion scores, and answers nobody. */
        SHADOW,
        /** Answers for a share of the entities, to take the champion's place. */
        CANARY,
        /** Answers for a share of the entities, and perhaps others do for theirs. */
        AB
    }

    /** All versions that are tried at an event time, each with when that began. */
    public static List<Contest> at(Timeline timeline, long millis) {
        var all = new ArrayList<Contest>();
        timeline.at(millis).ifPresent(plan -> {
            var trial = plan.trial();
            if (trial != null) {
                trial.versions().forEach(version -> all.add(of(version, plan, timeline, millis)));
            }
            plan.shadows().forEach(version -> all.add(of(version, plan, timeline, millis)));
        });
        return all;
    }

    /** Of one version; empty if it is not tried at that time. */
    static Optional<Contest> of(String challenger, Timeline timeline, long millis) {
        return timeline.at(millis)
                .filter(plan -> kind(plan, challenger).isPresent())
                .map(plan -> of(challenger, plan, timeline, millis));
    }

    private static Contest of(String challenger, Plan plan, Timeline timeline, long millis) {
        var kind = kind(plan, challenger);
        long from = timeline.plans().headMap(millis + 1).lastKey();
        var before = timeline.plans().headMap(from);
        while (!before.isEmpty() && isSame(timeline.at(before.lastKey()), plan, challenger, kind)) {
            from = before.lastKey();
            before = before.headMap(from);
        }
        return new Contest(kind.orElseThrow(), challenger, plan.champion(), from);
    }

    private static boolean isSame(Optional<Plan> earlier, Plan plan, String challenger, Optional<Kind> kind) {
        return earlier.filter(former -> former.champion().equals(plan.champion())
                        && kind(former, challenger).equals(kind))
                .isPresent();
    }

    private static Optional<Kind> kind(Plan plan, String version) {
        var trial = plan.trial();
        if (trial != null && trial.versions().contains(version)) {
            return Optional.of(trial.kind() == Trial.Kind.CANARY ? Kind.CANARY : Kind.AB);
        }
        return plan.shadows().contains(version) ? Optional.of(Kind.SHADOW) : Optional.empty();
    }

    /**
     * Whether it goes on: for certain, where the state has a preparation with the answers of all instances; as far as can be known, where it has
     * none.
     */
    boolean isOn(RolloutState state) {
        var preparation = state.preparation();
        return preparation == null
                ? !isOver(state)
                : at(state.timeline(), preparation.furthestMillis() + 1).contains(this);
    }

    /** Whether it is over for certain; a canary may also have become the champion by its last step. */
    boolean isOver(RolloutState state) {
        return state.timeline()
                .last()
                .filter(plan -> kind == Kind.SHADOW
                        ? plan.shadows().contains(challenger)
                        : plan.working().contains(challenger) && !plan.shadows().contains(challenger))
                .isEmpty();
    }
}
