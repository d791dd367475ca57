package io.millrace.app.rollout;

import java.util.Arrays;
import java.util.List;

/**
 * Who answers for which part of the entities. Every entity falls into one of {@link #ALL} slots, and every slot belongs to the champion or to
 * one of the versions on trial. When shares change, only as many slots change hands as must: a version that grows keeps those that it
 * had, and one that shrinks gives back those that it got last. Immutable.
 */
public final class Slots {
    /** How many there are. */
    public static final int ALL = 10_000;

    /** Owner of the slots that no version on trial has. */
    public static final int CHAMPION = 0;

    /** All slots are the champion's. */
    public static final Slots OF_THE_CHAMPION = new Slots(new byte[ALL]);

    private final byte[] owners;

    private Slots(byte[] owners) {
        this.owners = owners;
    }

    /**
     * The same after a change of shares.
     *
     * @param shares of the versions on trial, in the order that they came in, at most 127; versions that come in are behind those
     *     that are in
     * @throws IllegalArgumentException if they are more than everybody
     */
    public Slots with(List<Share> shares) {
        int sum = shares.stream().mapToInt(Share::slots).sum();
        if (sum > ALL) {
            throw new IllegalArgumentException("shares are more than 100 %");
        }
        var next = owners.clone();
        for (int version = 1;
                version <= shares.size();
                version++) { // first what is given back, so that it can be taken
            give(
                    next,
                    version,
                    CHAMPION,
                    owned(next, version) - shares.get(version - 1).slots());
        }
        for (int version = 1; version <= shares.size(); version++) {
            take(next, version, shares.get(version - 1).slots() - owned(next, version));
        }
        return new Slots(next);
    }

    private static void give(byte[] owners, int from, int to, int count) {
        for (int slot = ALL - 1, left = count; slot >= 0 && left > 0; slot--) {
            if (owners[slot] == from) {
                owners[slot] = (byte) to;
                left--;
            }
        }
    }

    private static void take(byte[] owners, int version, int count) {
        for (int slot = 0, left = count; slot < ALL && left > 0; slot++) {
            if (owners[slot] == CHAMPION) {
                owners[slot] = (byte) version;
                left--;
            }
        }
    }

    private static int owned(byte[] owners, int version) {
        int count = 0;
        for (byte owner : owners) {
            count += owner == version ? 1 : 0;
        }
        return count;
    }

    /**
     * Who has a slot.
     *
     * @param slot from 0 to {@link #ALL}, excluded
     * @return {@link #CHAMPION}, or the place of a version on trial, from 1
     */
    public int owner(int slot) {
        return owners[slot];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Slots slots && Arrays.equals(owners, slots.owners);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(owners);
    }
}
