package io.millrace.enrich.contract;

import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.EventTime;
import io.millrace.enrich.event.KeyField;
import io.millrace.enrich.event.Origin;
import io.millrace.schemas.wire.Decoded;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of an event without knowing any other: everything but {@link Admission lateness and duplicates}. The first
 * breach in this order is the reason: value, key, id, time, rules. Immutable, safe for concurrent use.
 */
public final class Contract {
    /**
     * Key, value and headers of an event together, in bytes. What Millrace writes for an event repeats some of them, and must
     * fit into a topic that takes 1 MiB: one record too large to write would stop the stream for ever.
     */
    public static final int MOST_BYTES = 256 * 1024;

    private final KeyField id;
    private final @Nullable KeyField key;
    private final EventTime time;
    private final long skewMillis;
    private final List<Rule> rules;
    private final int features;
    private final int texts;
    private final int references;

    /**
     * A contract of checked parts.
     *
     * @param key null where record keys are not looked at
     * @param features length of an event's row
     * @param texts how many of them are texts
     * @param references number of references an event may be joined with
     */
    public Contract(
            KeyField id,
            @Nullable KeyField key,
            EventTime time,
            long skewMillis,
            List<Rule> rules,
            int features,
            int texts,
            int references) {
        this.id = id;
        this.key = key;
        this.time = time;
        this.skewMillis = skewMillis;
        this.rules = List.copyOf(rules);
        this.features = features;
        this.texts = texts;
        this.references = references;
    }

    /**
     * Checks the size of a record, whatever it holds.
     *
     * @param bytes key, value and headers together
     * @return why not, or null
     */
    public static Verdict.@Nullable Rejected checkSize(Origin origin, long bytes) {
        return bytes <= MOST_BYTES
                ? null
                : new Verdict.Rejected(
                        origin, RejectionReason.TOO_LARGE, bytes + " bytes; " + MOST_BYTES + " are allowed");
    }

    /**
     * Checks one record.
     *
     * @param nowMillis the clock, for events from the future
     * @return an event with an empty row, or why not
     */
    public Verdict check(Decoded decoded, Origin origin, long nowMillis) {
        if (decoded instanceof Decoded.Malformed malformed) {
            return new Verdict.Rejected(origin, reasonFor(malformed.fault()), malformed.detail());
        }
        return check(((Decoded.Value) decoded).record(), origin, nowMillis);
    }

    private Verdict check(GenericRecord record, Origin origin, long nowMillis) {
        if (key != null) {
            if (origin.key() == null) {
                return reject(origin, RejectionReason.NULL_KEY, "the topic is keyed by " + key.name());
            }
            if (!Arrays.equals(origin.key(), key.bytes(record))) {
                return reject(origin, RejectionReason.KEY_MISMATCH, "the record key is not the text of " + key.name());
            }
        }
        String text = id.text(record);
        if (text == null || text.isEmpty()) {
            return reject(origin, RejectionReason.MISSING_ID, id.name() + " is null or empty");
        }
        long timeMillis = timeOf(record);
        if (timeMillis < 0) {
            return reject(origin, RejectionReason.NEGATIVE_TIME, "event time " + timeMillis + " ms");
        }
        if (isFuture(timeMillis, nowMillis)) {
            return reject(
                    origin,
                    RejectionReason.FUTURE,
                    "event time " + timeMillis + " ms is more than " + skewMillis + " ms ahead of the clock, "
                            + Instant.ofEpochMilli(nowMillis));
        }
        var event =
                new Event(record, origin, text, timeMillis, Event.emptyRow(features), Event.noTexts(texts), references);
        for (Rule rule : rules) {
            boolean met = rule.condition().evaluate(event) == 1.0; // NaN, that is unknown, is not met
            if (!met) {
                return reject(origin, RejectionReason.CONTRACT, rule.name() + ": " + rule.source());
            }
        }
        return new Verdict.Accepted(event);
    }

    /** Whether a time is one that an event may have, so that stream time may follow it. */
    public boolean isPlausible(long timeMillis, long nowMillis) {
        return timeMillis >= 0 && !isFuture(timeMillis, nowMillis);
    }

    /** Event time of a record of the pipeline's schema, plausible or not. */
    public long timeOf(GenericRecord record) {
        return time.millis(record);
    }

    /**
     * An event that was accepted before and has travelled since.
     *
     * @param row its features so far; kept, not copied
     * @param known those that are texts so far; kept, not copied
     */
    public Event resume(GenericRecord record, Origin origin, double[] row, @Nullable String[] known) {
        String text = id.text(record);
        if (text == null || row.length != features || known.length != texts) {
            throw new IllegalArgumentException("not an event accepted by this contract: " + origin);
        }
        return new Event(record, origin, text, timeOf(record), row, known, references);
    }

    private boolean isFuture(long timeMillis, long nowMillis) {
        return timeMillis > nowMillis + skewMillis;
    }

    private static Verdict reject(Origin origin, RejectionReason reason, String detail) {
        return new Verdict.Rejected(origin, reason, detail);
    }

    /** The reason that stands for a payload that is no record. */
    public static RejectionReason reasonFor(Decoded.Fault fault) {
        return switch (fault) {
            case NULL_VALUE -> RejectionReason.NULL_VALUE;
            case MALFORMED -> RejectionReason.MALFORMED;
            case UNKNOWN_SCHEMA -> RejectionReason.UNKNOWN_SCHEMA;
            case INCOMPATIBLE_SCHEMA -> RejectionReason.INCOMPATIBLE_SCHEMA;
        };
    }
}
