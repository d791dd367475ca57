package io.millrace.app.judge;

import org.jspecify.annotations.Nullable;

/**
 * Two numbers and a time for each of many keys, in 32 bytes a place. Of more keys than it may have, it keeps a half, and from then on only
 * keys of that half, and so on: which ones is a matter of their bits alone, so that it remains a fair sample. Confined to one thread.
 */
final class Sample {
    private static final int FIRST_PLACES = 1 << 10;

    /** Bits of a key decide, from the highest, whether it is kept. */
    private static final int BITS = 40;

    private final int most;
    private long[] keys = new long[FIRST_PLACES];
    private long[] millis = new long[FIRST_PLACES];
    private double[] first = new double[FIRST_PLACES];
    private double[] second = new double[FIRST_PLACES];
    private int size;
    private int halvings;

    /** What is kept of a key. */
    record Kept(long millis, double first, double second) {}

    /** @param most keys */
    Sample(int most) {
        this.most = most;
    }

    int size() {
        return size;
    }

    /** How often the share of keys that is kept has been halved. */
    int halvings() {
        return halvings;
    }

    /**
     * Puts a key in that is not there.
     *
     * @param key evenly distributed; 0 counts as 1
     * @param time an event time, not negative
     * @return whether it is kept
     */
    boolean put(long key, long time, double one, double other) {
        long own = own(key);
        if (!keeps(own) || place(own) >= 0) {
            return false;
        }
        while (size >= most && halvings < BITS) {
            halvings++;
            rebuild(keys.length, 0);
        }
        if (!keeps(own)) {
            return false;
        }
        if (2 * (size + 1) > keys.length) {
            rebuild(keys.length * 2, 0);
        }
        insert(own, time, one, other);
        return true;
    }

    boolean contains(long key) {
        return place(own(key)) >= 0;
    }

    /** Takes a key out; null if it is not there. */
    @Nullable
    Kept take(long key) {
        int at = place(own(key));
        if (at < 0) {
            return null;
        }
        var kept = new Kept(millis[at], first[at], second[at]);
        size--;
        int gap = at;
        keys[gap] = 0;
        int mask = keys.length - 1;
        for (int next = (gap + 1) & mask; keys[next] != 0; next = (next + 1) & mask) {
            int home = (int) keys[next] & mask;
            if (((next - home) & mask) >= ((next - gap) & mask)) {
                move(next, gap);
                gap = next;
            }
        }
        return kept;
    }

    /** Takes out what is of before a time. */
    void forgetBefore(long time) {
        rebuild(keys.length, time);
    }

    private static long own(long key) {
        return key == 0 ? 1 : key;
    }

    private boolean keeps(long key) {
        return halvings == 0 || key >>> (Long.SIZE - halvings) == 0;
    }

    /** Negative if it is not there. */
    private int place(long key) {
        int mask = keys.length - 1;
        int at = (int) key & mask;
        while (keys[at] != 0) {
            if (keys[at] == key) {
                return at;
            }
            at = (at + 1) & mask;
        }
        return -1;
    }

    private void insert(long key, long time, double one, double other) {
        int mask = keys.length - 1;
        int at = (int) key & mask;
        while (keys[at] != 0) {
            at = (at + 1) & mask;
        }
        keys[at] = key;
        millis[at] = time;
        first[at] = one;
        second[at] = other;
        size++;
    }

    private void move(int from, int to) {
        keys[to] = keys[from];
        millis[to] = millis[from];
        first[to] = first[from];
        second[to] = second[from];
        keys[from] = 0;
    }

    private void rebuild(int places, long fromMillis) {
        long[] formerKeys = keys;
        long[] formerMillis = millis;
        double[] formerFirst = first;
        double[] formerSecond = second;
        keys = new long[places];
        millis = new long[places];
        first = new double[places];
        second = new double[places];
        size = 0;
        for (int i = 0; i < formerKeys.length; i++) {
            if (formerKeys[i] != 0 && keeps(formerKeys[i]) && formerMillis[i] >= fromMillis) {
                insert(formerKeys[i], formerMillis[i], formerFirst[i], formerSecond[i]);
            }
        }
    }
}
