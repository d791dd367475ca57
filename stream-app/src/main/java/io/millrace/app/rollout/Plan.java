package io.millrace.app.rollout;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who scores, from some event time on. Versions are meant by their digests.
 *
 * @param champion answers for all entities that no other does
 * @param previous was the champion before; null if there was none
 * @param trial null if there is none
 * @param shadows score everything as well, and answer nobody
 */
public record Plan(
        String champion,
        @Nullable String previous,
        @Nullable Trial trial,
        List<String> shadows) {
    public Plan {
        shadows = List.copyOf(shadows);
    }

    /** A champion alone. */
    static Plan of(String champion) {
        return new Plan(champion, null, null, List.of());
    }

    /** Which version answers for an entity. */
    public String versionFor(String entity) {
        return trial == null ? champion : trial.versionFor(entity).orElse(champion);
    }

    /** Those that answer. */
    public Set<String> answering() {
        var all = new LinkedHashSet<String>();
        all.add(champion);
        if (trial != null) {
            all.addAll(trial.versions());
        }
        return all;
    }

    /** Those that answer or score something. */
    public Set<String> working() {
        var all = answering();
        all.addAll(shadows);
        return all;
    }

    /** Those that are to be at hand: the working ones, and the one that a return would go back to. */
    public Set<String> atHand() {
        var all = working();
        if (previous != null) {
            all.add(previous);
        }
        return all;
    }

    /** The trial's share of a version; empty if it is not on trial. */
    public Optional<Share> shareOf(String digest) {
        return trial == null || !trial.versions().contains(digest)
                ? Optional.empty()
                : Optional.of(trial.shares().get(trial.versions().indexOf(digest)));
    }

    Plan withShadow(String digest) {
        var all = new ArrayList<>(shadows);
        all.add(digest);
        return new Plan(champion, previous, trial, all);
    }

    Plan withoutShadow(String digest) {
        return new Plan(
                champion,
                previous,
                trial,
                shadows.stream().filter(each -> !each.equals(digest)).toList());
    }

    Plan withoutPrevious(String digest) {
        return digest.equals(previous) ? new Plan(champion, null, trial, shadows) : this;
    }

    /** With a trial, whose versions are no shadows any more. */
    Plan with(Trial next) {
        var others =
                shadows.stream().filter(each -> !next.versions().contains(each)).toList();
        return new Plan(champion, previous, next, others);
    }

    Plan withoutTrial() {
        return new Plan(champion, previous, null, shadows);
    }

    /** With another champion; there is no trial then. */
    Plan promoting(String digest) {
        return new Plan(digest, champion, null, withoutShadow(digest).shadows());
    }
}
