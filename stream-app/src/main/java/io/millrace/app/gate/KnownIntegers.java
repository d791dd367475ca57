package io.millrace.app.gate;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The whole numbers in a model that are known before it runs, by name. Graphs within graphs may give one name twice: what is
 * then meant is not told apart here, and counts as not known.
 */
final class KnownIntegers {
    private static final long[] NOT_KNOWN = {};
    private static final String ABSENT = "";

    private final Map<String, long[]> known = new HashMap<>();
    private final Set<String> notKnown = new HashSet<>(Set.of(ABSENT));

    /** A constant; with null, one that holds something else or too much. */
    void constant(String name, long @Nullable [] integers) {
        var before = integers == null ? null : known.putIfAbsent(name, integers);
        if (integers == null || (before != null && !Arrays.equals(before, integers))) {
            computed(name);
        }
    }

    /** Something that is known only when the model runs. */
    void computed(String name) {
        notKnown.add(name);
    }

    /** Once all of the model has been told: the numbers by that name; empty if they are none, or not known. */
    long[] get(String name) {
        return notKnown.contains(name)
                ? NOT_KNOWN
                : known.getOrDefault(name, NOT_KNOWN).clone();
    }
}
