package io.millrace.sandbox.simulator;

import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;

/** One message of a simulated stream. */
public sealed interface Message {
    Role role();

    /** Unique among the messages of its role, except that a duplicate has the id of its original. */
    String id();

    /** What the message is keyed by in its topic. */
    String key();

    /** When it is delivered, in simulated time; never earlier than that of the message before it. */
    Instant deliveredAt();

    /** The whole record, also where the message will be delivered broken. */
    SpecificRecord value();

    /** Which of a domain's topics a message belongs to. */
    enum Role {
        EVENT,
        OUTCOME,
        REFERENCE
    }

    /**
     * What is to be scored.
     *
     * @param time        event time, equal to the one inside the value; before {@code deliveredAt} where it comes late or again
     * @param expectation what a pipeline is expected to do with it
     * @param damage      what happens to its bytes on the way; other than NONE exactly where MALFORMED is expected
     */
    record Event(
            String id,
            String key,
            Instant time,
            Instant deliveredAt,
            SpecificRecord value,
            Expectation expectation,
            Damage damage)
            implements Message {
        public Event {
            if (deliveredAt.isBefore(time)) {
                throw new IllegalArgumentException("delivered at " + deliveredAt + ", before it happened at " + time);
            }
            if ((damage != Damage.NONE) != (expectation == Expectation.MALFORMED)) {
                throw new IllegalArgumentException(damage + " does not go with " + expectation);
            }
        }

        /** An intact event, delivered when it happens. */
        public Event(String id, String key, Instant time, SpecificRecord value) {
            this(id, key, time, time, value, Expectation.ACCEPT, Damage.NONE);
        }

        Event redelivered(Instant at, Expectation expected) {
            return new Event(id, key, time, at, value, expected, damage);
        }

        Event damaged(Damage kind) {
            return new Event(id, key, time, deliveredAt, value, Expectation.MALFORMED, kind);
        }

        @Override
        public Role role() {
            return Role.EVENT;
        }
    }

    /** What became of an event, delivered when it is known. */
    record Outcome(String id, String key, Instant deliveredAt, SpecificRecord value) implements Message {
        @Override
        public Role role() {
            return Role.OUTCOME;
        }
    }

    /** A row of a table that events are joined to, delivered before all events. */
    record Reference(String key, Instant deliveredAt, SpecificRecord value) implements Message {
        @Override
        public String id() {
            return key;
        }

        @Override
        public Role role() {
            return Role.REFERENCE;
        }
    }
}
