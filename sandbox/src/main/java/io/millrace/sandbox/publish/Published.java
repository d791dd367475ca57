package io.millrace.sandbox.publish;

import io.millrace.sandbox.simulator.Expectation;
import io.millrace.sandbox.simulator.Message;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What has been sent.
 *
 * @param messages     how many of each role; a role without messages has 0
 * @param expectations how many events of each expectation; their sum is the number of events
 * @param firstEvent   event time of the first event; null if there was none
 * @param lastEvent    event time of the last event delivered in time; null if there was none
 */
public record Published(
        Map<Message.Role, Long> messages,
        Map<Expectation, Long> expectations,
        @Nullable Instant firstEvent,
        @Nullable Instant lastEvent) {

    /** How many events, of whatever expectation. */
    public long events() {
        return of(Message.Role.EVENT);
    }

    /** How many messages of one role. */
    public long of(Message.Role role) {
        return messages.getOrDefault(role, 0L);
    }

    /** How many events of one expectation. */
    public long of(Expectation expectation) {
        return expectations.getOrDefault(expectation, 0L);
    }

    /** Counts messages as they are sent. Confined to one thread. */
    public static final class Tally {
        private final Map<Message.Role, Long> messages = zeros(Message.Role.class);
        private final Map<Expectation, Long> expectations = zeros(Expectation.class);
        private @Nullable Instant firstEvent;
        private @Nullable Instant lastEvent;

        public void count(Message message) {
            messages.merge(message.role(), 1L, Long::sum);
            if (message instanceof Message.Event event) {
                expectations.merge(event.expectation(), 1L, Long::sum);
                firstEvent = firstEvent == null ? event.time() : firstEvent;
                lastEvent = lastEvent == null || event.time().isAfter(lastEvent) ? event.time() : lastEvent;
            }
        }

        public Published published() {
            return new Published(
                    Collections.unmodifiableMap(new EnumMap<>(messages)),
                    Collections.unmodifiableMap(new EnumMap<>(expectations)),
                    firstEvent,
                    lastEvent);
        }

        private static <E extends Enum<E>> Map<E, Long> zeros(Class<E> type) {
            var zeros = new EnumMap<E, Long>(type);
            for (var constant : type.getEnumConstants()) {
                zeros.put(constant, 0L);
            }
            return zeros;
        }
    }
}
