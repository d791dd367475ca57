package io.millrace.app.topology;

import io.millrace.drift.topology.RejectedPrediction;
import io.millrace.enrich.contract.Verdict;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Any record that becomes a dead letter, whichever part of Millrace refused it. The arrays are not copied.
 *
 * @param stage           where it was refused: {@code contract}, {@code reference}, {@code score}, {@code monitor}, {@code rollouts}
 * @param reason          a stable code in kebab-case
 * @param detail          for a person
 * @param timestampMillis Kafka's timestamp of the record
 */
@SuppressWarnings("ArrayRecordComponent") // bytes in flight, never compared
public record Refusal(
        String stage,
        String reason,
        String detail,
        String topic,
        int partition,
        long offset,
        long timestampMillis,
        byte @Nullable [] key,
        byte @Nullable [] value) {

    /** The stage of predictions that the monitor could not read. */
    public static final String MONITOR_STAGE = "monitor";

    /** The stage of records of the rollout log that are no entries. */
    public static final String ROLLOUT_STAGE = "rollouts";

    /** Why such a record was refused. */
    public static final String NO_ENTRY = "malformed";

    static Refusal of(Verdict.Rejected rejected) {
        var origin = rejected.origin();
        return new Refusal(
                rejected.stage().code(),
                rejected.reason().code(),
                rejected.detail(),
                origin.topic(),
                origin.partition(),
                origin.offset(),
                origin.timestampMillis(),
                origin.key(),
                origin.value());
    }

    /** A prediction that the monitor could not count. */
    public static Refusal of(RejectedPrediction rejected) {
        return new Refusal(
                MONITOR_STAGE,
                rejected.reason().code(),
                rejected.detail(),
                rejected.topic(),
                rejected.partition(),
                rejected.offset(),
                rejected.timestampMillis(),
                bytes(rejected.key()),
                bytes(rejected.value()));
    }

    /** The same told by its place alone. */
    Refusal withoutBytes(int bytes) {
        var told = detail + "; its " + bytes + " bytes are too many to copy: read them at their place";
        return new Refusal(stage, reason, told, topic, partition, offset, timestampMillis, null, null);
    }

    private static byte @Nullable [] bytes(@Nullable Bytes bytes) {
        return bytes == null ? null : bytes.get();
    }
}
