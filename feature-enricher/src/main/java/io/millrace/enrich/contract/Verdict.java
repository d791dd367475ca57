package io.millrace.enrich.contract;

import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.Origin;

/** What becomes of one record. Every record yields exactly one. */
public sealed interface Verdict {
    /**
     * It counts.
     *
     * @param beyondRate whether its key has more events than it may, which nobody minds
     */
    record Accepted(Event event, boolean beyondRate) implements Verdict {
        /** An event of which nobody has counted how many there are. */
        public Accepted(Event event) {
            this(event, false);
        }
    }

    /**
     * It becomes a dead letter.
     *
     * @param detail for a person: which rule, which time; nothing of the record's contents beside its times
     * @param stage where it was rejected
     */
    record Rejected(Origin origin, RejectionReason reason, String detail, Stage stage) implements Verdict {
        /** An event rejected at the stage that its reason belongs to. */
        public Rejected(Origin origin, RejectionReason reason, String detail) {
            this(origin, reason, detail, reason.stage());
        }
    }
}
