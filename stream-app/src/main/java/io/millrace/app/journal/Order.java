package io.millrace.app.journal;

import io.millrace.app.rollout.Change;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Somebody wants a change.
 *
 * @param actor who
 * @param reason why, for people; may be empty
 * @param from event time from which it is to hold; empty if as soon as possible
 * @param evidence figures that it is wanted for; empty where it is a person's decision
 */
public record Order(Change change, String actor, String reason, Optional<Instant> from, Map<String, Double> evidence) {
    public Order {
        evidence = Map.copyOf(evidence);
    }

    /** As soon as possible, by a person. */
    public static Order of(Change change, String actor, String reason) {
        return new Order(change, actor, reason, Optional.empty(), Map.of());
    }
}
