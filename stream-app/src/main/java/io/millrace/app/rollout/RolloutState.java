package io.millrace.app.rollout;

import io.millrace.app.rollout.Entry.Changed;
import io.millrace.app.rollout.Entry.Loaded;
import io.millrace.app.rollout.Entry.NotLoaded;
import io.millrace.app.rollout.Entry.Prepared;
import io.millrace.app.rollout.Entry.Reached;
import io.millrace.app.rollout.Entry.Refused;
import io.millrace.app.rollout.Entry.Registered;
import io.millrace.app.rollout.Entry.Retired;
import io.millrace.app.rollout.Entry.Withdrawn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What holds after some entries of the rollout log. An entry that cannot be, as things are when its turn comes, changes nothing, and everybody
 * finds so alike: of two commands at the same moment the log's order decides. Immutable.
 *
 * @param versions by digest, in the order in which they were registered
 * @param timeline who scores what, and from when on
 * @param preparation a change that is being decided; null if none is
 * @param champions who put the last champion there; null if there is none
 */
public record RolloutState(
        Map<String, Known> versions,
        Timeline timeline,
        @Nullable Preparation preparation,
        @Nullable String champions) {
    /** Versions without work that are kept at hand; the longest known of more are retired. */
    public static final int MOST_IDLE = 8;

    /** Nothing has been written yet. */
    public static final RolloutState EMPTY = new RolloutState(Map.of(), Timeline.EMPTY, null, null);

    public RolloutState {
        versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
    }

    /** What may be done with a version. */
    public enum Standing {
        /** It may be given work. */
        REGISTERED,
        /** It did not pass the gate. */
        REFUSED,
        /** It is given no work any more. */
        RETIRED
    }

    /**
     * A version.
     *
     * @param parts where its files are kept; empty if it was refused
     * @param since when it was registered or refused
     * @param instances whether an instance has it at hand: empty if so, otherwise why not
     * @param why it was refused; empty if it was not
     */
    public record Known(
            ModelVersion version,
            Standing standing,
            List<ModelPart> parts,
            Instant since,
            Map<String, List<String>> instances,
            List<String> why) {
        public Known {
            parts = List.copyOf(parts);
            instances = Collections.unmodifiableMap(new LinkedHashMap<>(instances));
            why = List.copyOf(why);
        }

        private Known standing(Standing other) {
            return new Known(version, other, parts, since, instances, why);
        }

        private Known answered(String instance, List<String> problems) {
            var all = new LinkedHashMap<>(instances);
            all.put(instance, problems);
            return new Known(version, standing, parts, since, all, why);
        }
    }

    /**
     * What an entry leads to.
     *
     * @param next may differ from what was before even if the entry was refused: a change that is refused is decided
     * @param refusal why it changes nothing; null if it does what it says
     */
    public record Step(RolloutState next, @Nullable String refusal) {}

    /** What holds after one more entry. */
    public Step after(Entry entry) {
        try {
            return new Step(next(entry), null);
        } catch (RefusedException e) {
            boolean decides = entry instanceof Changed changed
                    && preparation != null
                    && preparation.id().equals(changed.preparation());
            return new Step(decides ? preparing(null) : this, e.why());
        }
    }

    private RolloutState next(Entry entry) throws RefusedException {
        if (entry instanceof Registered registered) {
            return registered(registered);
        } else if (entry instanceof Refused refused) {
            return refused(refused);
        } else if (entry instanceof Loaded loaded) {
            return answered(loaded.digest(), loaded.instance(), List.of());
        } else if (entry instanceof NotLoaded not) {
            return answered(not.digest(), not.instance(), not.why());
        } else if (entry instanceof Prepared prepared) {
            return prepared(prepared);
        } else if (entry instanceof Reached reached) {
            return preparing(open(reached.preparation()).with(reached));
        } else if (entry instanceof Withdrawn withdrawn) {
            open(withdrawn.preparation());
            return preparing(null);
        } else if (entry instanceof Changed changed) {
            return changed(changed);
        }
        return retired(((Retired) entry).digest());
    }

    private RolloutState registered(Registered entry) throws RefusedException {
        var digest = entry.version().digest();
        var known = versions.get(digest);
        if (known != null && known.standing == Standing.REGISTERED) {
            throw new RefusedException("it is registered already, as " + known.version.told());
        }
        var all = new LinkedHashMap<>(versions);
        all.remove(digest); // it is the latest again
        all.put(
                digest,
                new Known(
                        entry.version(),
                        Standing.REGISTERED,
                        entry.parts(),
                        entry.note().at(),
                        Map.of(),
                        List.of()));
        return new RolloutState(withoutTooManyIdle(all), timeline, preparation, champions);
    }

    private Map<String, Known> withoutTooManyIdle(Map<String, Known> all) {
        var idle = new ArrayList<>(all.keySet());
        idle.removeIf(digest -> known(all, digest).standing != Standing.REGISTERED);
        timeline.latest(2).forEach(plan -> idle.removeAll(plan.atHand()));
        for (int i = 0; i < idle.size() - MOST_IDLE; i++) {
            all.put(idle.get(i), known(all, idle.get(i)).standing(Standing.RETIRED));
        }
        return all;
    }

    private static Known known(Map<String, Known> all, String digest) {
        var known = all.get(digest);
        if (known == null) {
            throw new IllegalStateException("nothing is known of " + digest);
        }
        return known;
    }

    private RolloutState refused(Refused entry) throws RefusedException {
        var digest = entry.version().digest();
        var known = versions.get(digest);
        if (known != null && known.standing == Standing.REGISTERED) {
            throw new RefusedException("it is registered already, as " + known.version.told());
        }
        return with(
                digest,
                new Known(
                        entry.version(),
                        Standing.REFUSED,
                        List.of(),
                        entry.note().at(),
                        Map.of(),
                        entry.why()));
    }

    private RolloutState answered(String digest, String instance, List<String> problems) throws RefusedException {
        return with(digest, version(digest).answered(instance, problems));
    }

    private RolloutState with(String digest, Known known) {
        var all = new LinkedHashMap<>(versions);
        all.put(digest, known);
        return new RolloutState(all, timeline, preparation, champions);
    }

    private RolloutState prepared(Prepared entry) throws RefusedException {
        if (preparation != null) {
            throw new RefusedException(
                    "another change is being decided, which " + preparation.actor() + " wants: try again");
        }
        return preparing(Preparation.of(entry));
    }

    private Preparation open(String id) throws RefusedException {
        if (preparation == null || !preparation.id().equals(id)) {
            throw new RefusedException("what it is about has been decided or withdrawn");
        }
        return preparation;
    }

    private RolloutState preparing(@Nullable Preparation next) {
        return new RolloutState(versions, timeline, next, champions);
    }

    private RolloutState changed(Changed entry) throws RefusedException {
        for (var digest : entry.change().versions()) {
            refuseUnusable(version(digest));
        }
        if (timeline.isEmpty()) {
            if (!(entry.change() instanceof Change.Promote) || entry.fromMillis() != Timeline.BEGINNING_MILLIS) {
                throw new RefusedException("there is no champion yet");
            }
        } else {
            refuseUnprepared(entry);
        }
        return new RolloutState(
                versions,
                entry.change().applyTo(timeline, entry.fromMillis()),
                null,
                entry.change() instanceof Change.Promote ? entry.note().actor() : champions);
    }

    private void refuseUnprepared(Changed entry) throws RefusedException {
        var id = entry.preparation();
        if (id == null) {
            throw new RefusedException("nobody was asked how far they have scored: use the commands");
        }
        var missing = open(id).missing();
        if (!missing.isEmpty()) {
            throw new RefusedException("it is not known how far partitions " + missing + " have been scored");
        }
        long furthest = open(id).furthestMillis();
        if (entry.fromMillis() <= furthest) {
            throw new RefusedException("it was to hold from " + Instant.ofEpochMilli(entry.fromMillis())
                    + ", and events up to " + Instant.ofEpochMilli(furthest) + " have been scored");
        }
    }

    private static void refuseUnusable(Known known) throws RefusedException {
        if (known.standing == Standing.REFUSED) {
            throw new RefusedException(known.version.told() + " was refused by the gate: " + known.why);
        }
        if (known.standing == Standing.RETIRED) {
            throw new RefusedException(known.version.told() + " is retired: register it again");
        }
    }

    private RolloutState retired(String digest) throws RefusedException {
        var known = version(digest);
        refuseUnusable(known);
        for (var plan : timeline.latest(1)) {
            if (plan.champion().equals(digest)) {
                throw new RefusedException(known.version.told() + " is the champion: promote another first");
            }
            if (plan.shareOf(digest).isPresent()) {
                throw new RefusedException(known.version.told() + " is on trial: roll back first");
            }
        }
        var without = timeline.map(plan -> plan.withoutShadow(digest).withoutPrevious(digest));
        return new RolloutState(
                with(digest, known.standing(Standing.RETIRED)).versions, without, preparation, champions);
    }

    private Known version(String digest) throws RefusedException {
        var known = versions.get(digest);
        if (known == null) {
            throw new RefusedException("no version with the digest " + digest + " has been registered");
        }
        return known;
    }

    /**
     * The version that somebody means.
     *
     * @param reference see {@link ModelVersion#isCalled}
     * @throws RefusedException if there is none, or more than one
     */
    public Known called(String reference) throws RefusedException {
        var all = versions.values().stream()
                .filter(known -> known.version.isCalled(reference))
                .toList();
        if (all.isEmpty()) {
            throw new RefusedException("there is no version \"" + reference + "\""
                    + (versions.isEmpty() ? "" : "; known are " + told(List.copyOf(versions.values()))));
        }
        if (all.size() > 1) {
            throw new RefusedException("\"" + reference + "\" may be " + told(all) + ": name it by its digest");
        }
        return all.get(0);
    }

    private static String told(List<Known> all) {
        return String.join(", ", all.stream().map(known -> known.version.told()).toList());
    }

    /** What is known of a version; empty if nothing is. */
    public Optional<Known> find(String digest) {
        return Optional.ofNullable(versions.get(digest));
    }

    /** Digests of all versions that instances are to have at hand. */
    public List<String> atHand() {
        var all = new ArrayList<String>();
        versions.forEach((digest, known) -> {
            if (known.standing == Standing.REGISTERED) {
                all.add(digest);
            }
        });
        return all;
    }
}
