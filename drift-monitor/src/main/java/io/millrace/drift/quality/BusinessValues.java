package io.millrace.drift.quality;

import io.millrace.sketch.codec.ByteReader;
import io.millrace.sketch.codec.ByteWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Sums of what answers brought or cost, by name; exact. A value that is NaN, infinite or beyond 1e200 is not added but counted. Not safe for use
 * by several threads.
 */
final class BusinessValues {
    /** How many names there may be. */
    static final int MOST = 8;

    /** How long a name may be, in bytes of UTF-8. */
    static final int LONGEST_NAME = 64;

    /** What {@link #write} takes at most. */
    static final int MOST_BYTES = 2 + MOST * (2 + LONGEST_NAME + 9 + ExactSum.MOST_BYTES);

    private final TreeMap<String, ExactSum> sums = new TreeMap<>();
    private long refused;

    /**
     * Adds the value of one pair.
     *
     * @throws IllegalArgumentException if there are too many names, or this one is empty or too long
     */
    void add(String name, double value) {
        var sum = sum(name);
        if (Math.abs(value) <= ExactSum.LARGEST) {
            sum.add(value);
        } else {
            refused++;
        }
    }

    private ExactSum sum(String name) {
        var known = sums.get(name);
        if (known != null) {
            return known;
        }
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > LONGEST_NAME || sums.size() == MOST) {
            throw new IllegalArgumentException("at most " + MOST + " values have names of 1 to " + LONGEST_NAME
                    + " bytes, not also '" + name + "'");
        }
        var sum = new ExactSum();
        sums.put(name, sum);
        return sum;
    }

    void merge(BusinessValues other) {
        other.sums.forEach((name, more) -> sum(name).add(more));
        refused += other.refused;
    }

    void retain(Collection<String> names) {
        sums.keySet().retainAll(names);
    }

    SortedMap<String, Double> totals() {
        var totals = new TreeMap<String, Double>();
        sums.forEach((name, sum) -> totals.put(name, sum.value()));
        return totals;
    }

    long refused() {
        return refused;
    }

    void write(ByteWriter out) {
        out.writeUnsigned(refused).writeUnsigned(sums.size());
        sums.forEach((name, sum) -> {
            out.writeBytes(name.getBytes(StandardCharsets.UTF_8));
            sum.write(out);
        });
    }

    void read(ByteReader in) {
        refused = Stored.count(in);
        int names = in.readCount();
        Stored.require(names <= MOST, names + " values where at most " + MOST + " are kept");
        for (int i = 0; i < names; i++) {
            byte[] name = in.readBytes();
            Stored.require(name != null && name.length > 0 && name.length <= LONGEST_NAME, "a value without a name");
            sums.put(new String(name, StandardCharsets.UTF_8), ExactSum.read(in));
        }
        Stored.require(sums.size() == names, "two values of one name");
    }
}
