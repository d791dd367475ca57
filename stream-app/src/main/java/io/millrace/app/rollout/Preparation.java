package io.millrace.app.rollout;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A change that is about to be decided, and how far everybody has scored.
 *
 * @param id of the entry
 * @param actor who wants it
 * @param partitions whose progress must be known
 * @param reached latest event time that was scored, by partition
 * @param instances that have answered
 */
public record Preparation(String id, String actor, int partitions, Map<Integer, Long> reached, Set<String> instances) {
    public Preparation {
        reached = Map.copyOf(reached);
        instances = Set.copyOf(instances);
    }

    static Preparation of(Entry.Prepared entry) {
        return new Preparation(entry.note().id(), entry.note().actor(), entry.partitions(), Map.of(), Set.of());
    }

    Preparation with(Entry.Reached answer) {
        var further = new TreeMap<>(reached);
        answer.reached().forEach((partition, millis) -> further.merge(partition, millis, Math::max));
        var answered = new TreeSet<>(instances);
        answered.add(answer.instance());
        return new Preparation(id, actor, partitions, further, answered);
    }

    /** Partitions of which nothing is known yet. */
    public Set<Integer> missing() {
        return IntStream.range(0, partitions)
                .filter(partition -> !reached.containsKey(partition))
                .boxed()
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The latest event time that anybody has scored; {@link Entry.Reached#NOTHING_MILLIS} if nobody has. */
    public long furthestMillis() {
        return reached.values().stream().mapToLong(millis -> millis).max().orElse(Entry.Reached.NOTHING_MILLIS);
    }
}
