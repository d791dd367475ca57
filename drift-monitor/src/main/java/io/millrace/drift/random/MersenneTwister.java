package io.millrace.drift.random;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * MT19937 (Matsumoto and Nishimura, 1998: Mersenne Twister, ACM TOMACS 8(1)), seeded in either of the two ways of its authors'
 * 2002 reference, which Python and NumPy keep to. Not for secrets. Not safe for use by several threads.
 */
final class MersenneTwister {
    private static final int SIZE = 624;
    private static final int MIDDLE = 397;
    private static final int MATRIX = 0x9908b0df;
    private static final int UPPER_BIT = 0x80000000;
    private static final int LOWER_BITS = 0x7fffffff;
    private static final int SEED_OF_KEYED = 19_650_218;

    private final int[] state = new int[SIZE];
    private int next = SIZE;

    private MersenneTwister() {}

    /** As {@code init_genrand}, which NumPy's {@code RandomState(seed)} calls. */
    static MersenneTwister ofNumber(int seed) {
        var twister = new MersenneTwister();
        twister.state[0] = seed;
        for (int i = 1; i < SIZE; i++) {
            int before = twister.state[i - 1];
            twister.state[i] = 1_812_433_253 * (before ^ (before >>> 30)) + i;
        }
        return twister;
    }

    /**
     * As {@code init_by_array}, which Python's {@code random.Random(seed)} calls.
     *
     * @param key at least one number
     */
    static MersenneTwister ofKey(int... key) {
        var twister = ofNumber(SEED_OF_KEYED);
        int[] state = twister.state;
        int at = 1;
        for (int i = 0; i < Math.max(SIZE, key.length); i++) {
            int k = i % key.length;
            state[at] = (state[at] ^ ((state[at - 1] ^ (state[at - 1] >>> 30)) * 1_664_525)) + key[k] + k;
            at = following(at, state);
        }
        for (int i = 0; i < SIZE - 1; i++) {
            state[at] = (state[at] ^ ((state[at - 1] ^ (state[at - 1] >>> 30)) * 1_566_083_941)) - at;
            at = following(at, state);
        }
        state[0] = UPPER_BIT;
        return twister;
    }

    private static int following(int at, int[] state) {
        if (at + 1 < SIZE) {
            return at + 1;
        }
        state[0] = state[SIZE - 1];
        return 1;
    }

    /** The next 32 bits. */
    int next() {
        if (next == SIZE) {
            twist();
            next = 0;
        }
        int bits = state[next++];
        bits ^= bits >>> 11;
        bits ^= (bits << 7) & 0x9d2c5680;
        bits ^= (bits << 15) & 0xefc60000;
        return bits ^ (bits >>> 18);
    }

    private void twist() {
        for (int i = 0; i < SIZE; i++) {
            int bits = (state[i] & UPPER_BIT) | (state[(i + 1) % SIZE] & LOWER_BITS);
            state[i] = state[(i + MIDDLE) % SIZE] ^ (bits >>> 1) ^ ((bits & 1) == 0 ? 0 : MATRIX);
        }
    }

    void write(DataOutputStream out) throws IOException {
        out.writeShort(next);
        for (int word : state) {
            out.writeInt(word);
        }
    }

    static MersenneTwister read(DataInputStream in) throws IOException {
        var twister = new MersenneTwister();
        twister.next = in.readUnsignedShort();
        if (twister.next > SIZE) {
            throw new IllegalArgumentException("no state of a Mersenne Twister: at " + twister.next + " of " + SIZE);
        }
        for (int i = 0; i < SIZE; i++) {
            twister.state[i] = in.readInt();
        }
        return twister;
    }
}
