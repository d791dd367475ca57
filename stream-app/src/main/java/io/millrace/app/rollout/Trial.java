package io.millrace.app.rollout;

import io.millrace.enrich.expression.TextHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Versions that answer for a share of the entities beside the champion.
 *
 * @param kind what for
 * @param versions digests, in the order that they came in; at least one
 * @param shares as many
 * @param slots whose versions are those, by their place from 1
 */
public record Trial(Kind kind, List<String> versions, List<Share> shares, Slots slots) {
    /** What a trial is for. */
    public enum Kind {
        /** One version is to take the champion's place. */
        CANARY,
        /** Several versions are compared. */
        AB
    }

    public Trial {
        versions = List.copyOf(versions);
        shares = List.copyOf(shares);
        if (versions.isEmpty() || versions.size() != shares.size() || versions.size() > Byte.MAX_VALUE) {
            throw new IllegalArgumentException(versions.size() + " versions, " + shares.size() + " shares");
        }
    }

    /** A trial that begins. */
    static Trial of(Kind kind, List<String> versions, List<Share> shares) {
        return new Trial(kind, versions, shares, Slots.OF_THE_CHAMPION.with(shares));
    }

    /**
     * The same with other shares, and perhaps more versions.
     *
     * @param others digests with shares; they hold all versions of this trial
     */
    Trial with(List<String> others, List<Share> theirs) {
        var all = new ArrayList<>(versions);
        others.stream().filter(other -> !all.contains(other)).forEach(all::add);
        var next = all.stream().map(each -> theirs.get(others.indexOf(each))).toList();
        return new Trial(kind, all, next, slots.with(next));
    }

    /**
     * Which of the versions answers for an entity; empty if the champion does. The first version's digest is part of the hash, so that
     * it is not always the same entities that new versions are tried on.
     */
    Optional<String> versionFor(String entity) {
        int owner = slots.owner(slotOf(entity));
        return owner == Slots.CHAMPION ? Optional.empty() : Optional.of(versions.get(owner - 1));
    }

    private int slotOf(String entity) {
        return (int) Long.remainderUnsigned(TextHash.bits(versions.get(0) + ":" + entity), Slots.ALL);
    }
}
