package io.millrace.enrich.label;

import io.millrace.enrich.contract.Contract;
import io.millrace.enrich.contract.RejectionReason;
import io.millrace.enrich.definition.OutcomeDefinition;
import io.millrace.enrich.event.KeyField;
import io.millrace.schemas.wire.Decoded;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of an outcome without its event. The first breach in this order is the reason: value, key, id, label, time.
 * Immutable, safe for concurrent use.
 */
public final class OutcomeContract {
    private static final int NO_TIME = -1;

    private final KeyField id;
    private final Schema.Field label;
    private final int timePosition;
    private final long skewMillis;

    /** What becomes of an outcome here. */
    public sealed interface Checked {
        /** It may meet its event. */
        record Accepted(Outcome outcome) implements Checked {}

        /**
         * It becomes a dead letter.
         *
         * @param detail for a person
         */
        record Refused(RejectionReason reason, String detail) implements Checked {}
    }

    /**
     * A contract of a checked definition.
     *
     * @param skewMillis how far ahead of the clock an outcome may be, inclusive
     */
    public OutcomeContract(OutcomeDefinition definition, long skewMillis) {
        this.id = KeyField.of(definition.schema(), definition.id());
        this.label = definition.schema().getField(definition.label());
        this.timePosition = definition.time() == null
                ? NO_TIME
                : definition.schema().getField(definition.time()).pos();
        this.skewMillis = skewMillis;
    }

    /**
     * Checks one record of the topic.
     *
     * @param key the record's
     * @param publishedMillis Kafka's timestamp
     * @param nowMillis the clock
     */
    public Checked check(Decoded decoded, byte @Nullable [] key, long publishedMillis, long nowMillis) {
        if (decoded instanceof Decoded.Malformed malformed) {
            return new Checked.Refused(Contract.reasonFor(malformed.fault()), malformed.detail());
        }
        GenericRecord record = ((Decoded.Value) decoded).record();
        if (key == null) {
            return new Checked.Refused(RejectionReason.NULL_KEY, "outcomes are keyed by " + id.name());
        }
        String text = id.text(record);
        if (text != null && !Arrays.equals(key, text.getBytes(StandardCharsets.UTF_8))) {
            return new Checked.Refused(RejectionReason.KEY_MISMATCH, "the record key is not the text of " + id.name());
        }
        return check(record, publishedMillis, nowMillis);
    }

    /** Checks a record without looking at a key, as files have none. */
    public Checked check(GenericRecord record, long publishedMillis, long nowMillis) {
        String text = id.text(record);
        if (text == null || text.isEmpty()) {
            return new Checked.Refused(RejectionReason.MISSING_ID, id.name() + " is null or empty");
        }
        Object value = record.get(label.pos());
        if (value == null || (value instanceof Number number && Double.isNaN(number.doubleValue()))) {
            return new Checked.Refused(RejectionReason.MISSING_LABEL, label.name() + " is null or not a number");
        }
        long knownMillis = knownMillis(record, publishedMillis);
        if (knownMillis < 0) {
            return new Checked.Refused(RejectionReason.NEGATIVE_TIME, "known since " + knownMillis + " ms");
        }
        if (knownMillis > nowMillis + skewMillis) {
            return new Checked.Refused(
                    RejectionReason.FUTURE,
                    "known since " + knownMillis + " ms, more than " + skewMillis + " ms ahead of the clock");
        }
        return new Checked.Accepted(new Outcome(text, value, knownMillis));
    }

    /** Since when a record is known: what it says itself, else {@code publishedMillis}, whatever that stands for. */
    public long knownMillis(GenericRecord record, long publishedMillis) {
        return timePosition != NO_TIME && record.get(timePosition) instanceof Long known ? known : publishedMillis;
    }
}
