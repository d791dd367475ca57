package io.millrace.app.rollout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A change of who scores what. Versions are meant by their digests. */
public sealed interface Change {
    /** Versions that are given work by it. */
    List<String> versions();

    /**
     * What is to hold after it.
     *
     * @param fromMillis event time from which the change holds; something holds before
     * @throws RefusedException if that cannot be
     */
    Timeline applyTo(Timeline timeline, long fromMillis) throws RefusedException;

    /** Scores everything from now on, and answers nobody. */
    record Shadow(String version) implements Change {
        @Override
        public List<String> versions() {
            return List.of(version);
        }

        @Override
        public Timeline applyTo(Timeline timeline, long fromMillis) throws RefusedException {
            var plan = before(timeline, fromMillis);
            if (plan.working().contains(version)) {
                throw new RefusedException("it is at work already");
            }
            return timeline.with(fromMillis, plan.withShadow(version));
        }
    }

    /**
     * Answers for a share of the entities, which may grow step by step; at 100 % it is the champion.
     *
     * @param share from the beginning
     * @param steps further shares, each later than the one before; may be empty
     */
    record Canary(String version, Share share, List<Step> steps) implements Change {
        /**
         * A share from a later time on.
         *
         * @param after event time since the beginning; positive
         */
        public record Step(Share share, Duration after) {
            public Step {
                if (after.isNegative() || after.isZero()) {
                    throw new IllegalArgumentException("a step comes after the beginning, not after " + after);
                }
            }
        }

        public Canary {
            steps = List.copyOf(steps);
        }

        @Override
        public List<String> versions() {
            return List.of(version);
        }

        @Override
        public Timeline applyTo(Timeline timeline, long fromMillis) throws RefusedException {
            var next = step(timeline, fromMillis, share);
            long lastMillis = fromMillis;
            for (var step : steps) {
                long millis = fromMillis + step.after.toMillis();
                if (millis <= lastMillis) {
                    throw new RefusedException("every step must be later than the one before");
                }
                if (next.last().filter(plan -> plan.champion().equals(version)).isPresent()) {
                    throw new RefusedException("nothing comes after 100%");
                }
                next = step(next, millis, step.share);
                lastMillis = millis;
            }
            return next;
        }

        private Timeline step(Timeline timeline, long millis, Share part) throws RefusedException {
            var plan = before(timeline, millis);
            var trial = plan.trial();
            refuseChampion(plan, version);
            if (trial != null && !trial.versions().equals(List.of(version))) {
                throw new RefusedException("another trial is on: promote one of its versions, or roll back, first");
            }
            if (part.equals(Share.WHOLE)) {
                return timeline.with(millis, plan.promoting(version));
            }
            var next = trial == null
                    ? Trial.of(Trial.Kind.CANARY, List.of(version), List.of(part))
                    : trial.with(List.of(version), List.of(part));
            return timeline.with(millis, plan.with(next));
        }
    }

    /**
     * Several versions answer for a share each; the champion answers for the rest.
     *
     * @param shares by version, in the order in which they were named
     */
    record Ab(Map<String, Share> shares) implements Change {
        public Ab {
            shares = new LinkedHashMap<>(shares);
            if (shares.isEmpty()) {
                throw new IllegalArgumentException("a comparison needs a version");
            }
        }

        @Override
        public List<String> versions() {
            return List.copyOf(shares.keySet());
        }

        @Override
        public Timeline applyTo(Timeline timeline, long fromMillis) throws RefusedException {
            var plan = before(timeline, fromMillis);
            var trial = plan.trial();
            for (var version : versions()) {
                refuseChampion(plan, version);
            }
            if (shares.values().stream().mapToInt(Share::slots).sum() > Slots.ALL) {
                throw new RefusedException("shares are more than 100% together");
            }
            var parts = List.copyOf(shares.values());
            if (trial == null) {
                return timeline.with(fromMillis, plan.with(Trial.of(Trial.Kind.AB, versions(), parts)));
            }
            if (trial.kind() != Trial.Kind.AB || !shares.keySet().containsAll(trial.versions())) {
                throw new RefusedException(
                        "another trial is on: name all of its versions, or promote one of them, or roll back, first");
            }
            return timeline.with(fromMillis, plan.with(trial.with(new ArrayList<>(versions()), parts)));
        }
    }

    /** Answers everybody; a trial is over. */
    record Promote(String version) implements Change {
        @Override
        public List<String> versions() {
            return List.of(version);
        }

        @Override
        public Timeline applyTo(Timeline timeline, long fromMillis) throws RefusedException {
            var plan = timeline.at(fromMillis);
            if (plan.isEmpty()) {
                return timeline.with(fromMillis, Plan.of(version));
            }
            if (plan.get().trial() == null) {
                refuseChampion(plan.get(), version);
            }
            return timeline.with(
                    fromMillis,
                    plan.get().champion().equals(version)
                            ? plan.get().withoutTrial()
                            : plan.get().promoting(version));
        }
    }

    /**
     * Ends a trial, all entities are the champion's again. Where there is none, what was to hold later is called off; where nothing was,
     * the champion before answers again.
     */
    record RollBack() implements Change {
        @Override
        public List<String> versions() {
            return List.of();
        }

        @Override
        public Timeline applyTo(Timeline timeline, long fromMillis) throws RefusedException {
            var plan = before(timeline, fromMillis);
            if (plan.trial() != null) {
                return timeline.with(fromMillis, plan.withoutTrial());
            }
            if (timeline.lastMillis().filter(millis -> millis > fromMillis).isPresent()) {
                return timeline.with(fromMillis, plan); // what was to come is called off
            }
            var previous = plan.previous();
            if (previous == null) {
                throw new RefusedException("there is nothing to go back to: no trial, and no champion before this one");
            }
            return timeline.with(fromMillis, plan.promoting(previous));
        }
    }

    private static Plan before(Timeline timeline, long millis) throws RefusedException {
        return timeline.at(millis).orElseThrow(() -> new RefusedException("there is no champion yet"));
    }

    private static void refuseChampion(Plan plan, String version) throws RefusedException {
        if (plan.champion().equals(version)) {
            throw new RefusedException("it is the champion already");
        }
    }
}
