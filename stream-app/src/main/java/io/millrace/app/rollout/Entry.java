package io.millrace.app.rollout;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An entry of the rollout log. What it leads to depends on those before it. */
public sealed interface Entry {
    Note note();

    /**
     * A version may be given work; its bytes can be had.
     *
     * @param parts where its files are kept
     */
    record Registered(Note note, ModelVersion version, List<ModelPart> parts) implements Entry {
        public Registered {
            parts = List.copyOf(parts);
        }
    }

    /** A version did not pass the gate when it was to be registered. */
    record Refused(Note note, ModelVersion version, List<String> why) implements Entry {
        public Refused {
            why = List.copyOf(why);
        }
    }

    /** An instance has a version at hand. */
    record Loaded(Note note, String digest, String instance) implements Entry {}

    /** An instance cannot have a version at hand. */
    record NotLoaded(Note note, String digest, String instance, List<String> why) implements Entry {
        public NotLoaded {
            why = List.copyOf(why);
        }
    }

    /**
     * Somebody is about to decide a change: every instance says how far it has scored, and scores nothing beyond until it is decided.
     *
     * @param partitions whose progress must be known
     */
    record Prepared(Note note, int partitions) implements Entry {
        public Prepared {
            if (partitions < 1) {
                throw new IllegalArgumentException("at least 1 partition, not " + partitions);
            }
        }
    }

    /**
     * An instance's answer to it.
     *
     * @param preparation id of the entry that is answered
     * @param reached latest event time that was scored, by partition; {@link #NOTHING_MILLIS} for one where nothing was
     */
    record Reached(Note note, String preparation, String instance, SortedMap<Integer, Long> reached) implements Entry {
        /** Earlier than every event. */
        public static final long NOTHING_MILLIS = -1;

        public Reached {
            reached = new TreeMap<>(reached);
        }

        public Reached(Note note, String preparation, String instance, Map<Integer, Long> reached) {
            this(note, preparation, instance, new TreeMap<>(reached));
        }
    }

    /** Whoever wanted to decide does not: a preparation is over. */
    record Withdrawn(Note note, String preparation) implements Entry {}

    /**
     * A change.
     *
     * @param preparation id of the entry that prepared it; null only for the first of all
     * @param fromMillis event time from which it holds, inclusive
     */
    record Changed(Note note, @Nullable String preparation, Change change, long fromMillis) implements Entry {}

    /** A version is given no work any more. */
    record Retired(Note note, String digest) implements Entry {}
}
