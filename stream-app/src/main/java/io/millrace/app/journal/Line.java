package io.millrace.app.journal;

import io.millrace.app.rollout.Entry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A record of the rollout log, and what came of it. */
public sealed interface Line {
    /** Place in the log. */
    long offset();

    /**
     * An entry.
     *
     * @param refusal why it changes nothing; null if it does what it says
     */
    record Written(long offset, Entry entry, @Nullable String refusal) implements Line {
        /** Whether it is the one with this id. */
        public boolean is(String id) {
            return entry.note().id().equals(id);
        }
    }

    /** Something that is no entry; it changes nothing. */
    record Garbage(ConsumerRecord<byte[], byte[]> record, String why) implements Line {
        @Override
        public long offset() {
            return record.offset();
        }
    }

    /** An entry of a kind that this version of ours does not know; it changes nothing that it does know. */
    record Unknown(long offset) implements Line {}
}
