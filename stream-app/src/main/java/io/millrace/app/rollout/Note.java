package io.millrace.app.rollout;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who wrote an entry, when and why.
 *
 * @param id unique for ever
 * @param at wall time
 * @param actor a person's name; {@code pipeline.yaml} for what the pipeline's folder says; an instance for what it answers;
 *     {@code millrace} for an automatic step
 * @param reason for people; may be empty
 * @param evidence figures that it was decided by; empty where it was a person's decision
 */
public record Note(String id, Instant at, String actor, String reason, Map<String, Double> evidence) {
    /** Actor of changes that the pipeline's folder asks for. */
    public static final String FOLDER = "pipeline.yaml";

    /** Actor of automatic steps. */
    public static final String AUTOMATIC = "millrace";

    public Note {
        evidence = Map.copyOf(new TreeMap<>(evidence));
    }

    /** A note without figures. */
    public Note(String id, Instant at, String actor, String reason) {
        this(id, at, actor, reason, Map.of());
    }
}
