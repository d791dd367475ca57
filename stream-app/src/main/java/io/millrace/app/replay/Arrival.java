package io.millrace.app.replay;

import io.millrace.app.explain.Reason;
import io.millrace.enrich.contract.RejectionReason;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.Origin;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** What has come of one row so far. Every row of a source goes through all stages of a replay as exactly one of these. */
public sealed interface Arrival {
    /** Its place in event time, in milliseconds since 1970-01-01T00:00:00Z. */
    long timeMillis();

    /** Number of the row in its part of the source. */
    long row();

    /** It is an event that meets the contract. */
    record Accepted(Event event) implements Arrival {
        /** The same, refused after all. */
        Refused refused(RejectionReason reason, String detail) {
            return new Refused(BadRow.at(event.origin(), reason.code(), detail), event.timeMillis());
        }

        @Override
        public long timeMillis() {
            return event.timeMillis();
        }

        @Override
        public long row() {
            return event.origin().offset();
        }
    }

    /**
     * It is an event with all its features, and scored.
     *
     * @param reasons of the score; null where nobody asked, or that could not be found out
     */
    record Scored(Event event, double score, @Nullable List<Reason> reasons) implements Arrival {
        @Override
        public long timeMillis() {
            return event.timeMillis();
        }

        @Override
        public long row() {
            return event.origin().offset();
        }
    }

    /**
     * It is what became of an event.
     *
     * @param timeMillis when that became known; {@link Long#MIN_VALUE} if nobody says so
     */
    record Outcome(GenericRecord record, Origin origin, long timeMillis) implements Arrival {
        @Override
        public long row() {
            return origin.offset();
        }
    }

    /** It is an event that counts in the features of others, and is itself not asked for. */
    record Unwritten(long timeMillis, long row) implements Arrival {}

    /**
     * It is none that counts.
     *
     * @param timeMillis of the accepted row before it, so that it stays behind that row
     */
    record Refused(BadRow bad, long timeMillis) implements Arrival {
        @Override
        public long row() {
            return bad.row();
        }
    }
}
