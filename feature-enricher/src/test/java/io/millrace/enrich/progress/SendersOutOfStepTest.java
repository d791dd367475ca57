package io.millrace.enrich.progress;

import static io.millrace.enrich.progress.Watermark.Of.EVENTS;
import static java.util.Comparator.comparingLong;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.enrich.Payments;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.plan.FeaturePlan;
import io.millrace.enrich.plan.Station;
import io.millrace.enrich.state.InMemoryOrderedStore;
import io.millrace.enrich.window.InMemoryNodeStore;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the order in which the messages of several senders come, as long as each sender's own are in order: windows with a
 * delay hold what they hold when all events are read in order of time.
 */
class SendersOutOfStepTest {
    private static final FeaturePlan PLAN = FeaturePlan.compile(Payments.twoStations());
    private static final Station TERMINALS = PLAN.stations().get(1);
    private static final int TERM_NB = 9;
    private static final int TERM_MAX = 10;

    /** What travels from one sender to the station; the event is null in an announcement. */
    private record Message(@Nullable Event event, Watermark watermark) {}

    /** Who is read next. */
    private enum Reading {
        /** Anybody. */
        AT_RANDOM,
        /** One after the other to the end: as far apart as can be. */
        ONE_BY_ONE,
        /** In long strokes. */
        IN_STROKES
    }

    static Stream<Object[]> worlds() {
        return Stream.of(Reading.values()).flatMap(reading -> Stream.of(1, 2, 4, 9)
                .flatMap(senders -> Stream.of(1L, 2L, 3L).map(seed -> new Object[] {reading, senders, seed})));
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void delayedWindowsAreThoseOfAllEventsInOrderOfTime(Reading reading, int senders, long seed) {
        var world = new World(senders, seed);

        var station = new StationUnderTest(senders, true);
        world.read(reading, station);

        assertThat(station.left).hasSize(world.events.size());
        assertThat(station.passage.held()).isZero();
        assertThat(station.features()).isEqualTo(world.inOrderOfTime());
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void nothingLeavesThatHappenedBeforeWhatWasSaidToBeReached(Reading reading, int senders, long seed) {
        var station = new StationUnderTest(senders, true);

        new World(senders, seed).read(reading, station);

        assertThat(station.brokenPromises).isEmpty();
    }

    /** The world is one in which it matters. */
    @ParameterizedTest
    @MethodSource("worlds")
    void theyAreNotWithoutAGate(Reading reading, int senders, long seed) {
        var world = new World(senders, seed);

        var station = new StationUnderTest(senders, false);
        world.read(reading, station);

        if (senders > 1) {
            assertThat(station.features()).isNotEqualTo(world.inOrderOfTime());
        } else {
            assertThat(station.features()).isEqualTo(world.inOrderOfTime());
        }
    }

    /** Senders with events of the same days, some with many, some with few, one with none. */
    private static final class World {
        private final Random random;
        private final List<Event> events = new ArrayList<>();
        private final List<Deque<Message>> senders = new ArrayList<>();

        private World(int count, long seed) {
            random = new Random(seed);
            for (int i = 0; i < count; i++) {
                boolean silent = count > 2 && i == 1;
                senders.add(messages(i, silent ? 0 : 30 << random.nextInt(4)));
            }
        }

        private Deque<Message> messages(int sender, int count) {
            var messages = new ArrayDeque<Message>();
            messages.add(new Message(null, new Watermark(EVENTS, sender, Watermark.UNKNOWN, false)));
            var times = new ArrayList<Long>();
            for (int i = 0; i < count; i++) {
                times.add(Payments.NOON.toEpochMilli() + random.nextInt(48 * 60) * 60_000L); // often equal
            }
            times.sort(null);
            long reached = Watermark.UNKNOWN;
            for (long time : times) {
                reached = time;
                var watermark = new Watermark(EVENTS, sender, reached, false);
                if (random.nextInt(3) == 0) { // it went to another partition
                    messages.add(new Message(null, watermark));
                } else {
                    Event event = event(sender, time);
                    events.add(event);
                    messages.add(new Message(event, watermark));
                }
            }
            messages.add(new Message(null, new Watermark(EVENTS, sender, reached, true)));
            return messages;
        }

        private Event event(int sender, long time) {
            var payment = Payments.payment(
                    sender + "-" + events.size(),
                    Instant.ofEpochMilli(time),
                    "c" + sender,
                    "m" + random.nextInt(3),
                    (double) random.nextInt(1_000));
            return copy(new Event(
                    payment,
                    Payments.origin(events.size(), null),
                    payment.get(0).toString(),
                    time,
                    new double[0],
                    1));
        }

        private void read(Reading reading, StationUnderTest station) {
            var left = new ArrayList<>(senders.stream().map(ArrayDeque::new).toList());
            while (!left.isEmpty()) {
                var next = left.get(reading == Reading.ONE_BY_ONE ? 0 : random.nextInt(left.size()));
                int stroke = reading == Reading.IN_STROKES ? 1 + random.nextInt(60) : 1;
                for (int i = 0; i < stroke && !next.isEmpty(); i++) {
                    station.take(next.poll());
                }
                left.removeIf(Deque::isEmpty);
            }
        }

        private Map<String, List<Double>> inOrderOfTime() {
            var station = TERMINALS.over(history -> new InMemoryNodeStore());
            var all = events.stream()
                    .sorted(comparingLong(Event::timeMillis))
                    .map(World::copy)
                    .toList();
            all.forEach(event -> station.enrich(event, event.timeMillis()));
            return featuresOf(all);
        }

        private static Event copy(Event event) {
            return new Event(
                    event.record(),
                    event.origin(),
                    event.id(),
                    event.timeMillis(),
                    Event.emptyRow(PLAN.features().size()),
                    1);
        }
    }

    private static Map<String, List<Double>> featuresOf(List<Event> events) {
        var features = new TreeMap<String, List<Double>>();
        events.forEach(event -> features.put(event.id(), List.of(event.row()[TERM_NB], event.row()[TERM_MAX])));
        return features;
    }

    /** What the topology does with messages, less Kafka. */
    private static final class StationUnderTest implements Passage.Exit<Event> {
        private final Gate gate;
        private final Station.Work work = TERMINALS.over(history -> new InMemoryNodeStore());
        private final Passage<Event> passage;
        private final List<Event> packed = new ArrayList<>();
        private final List<Event> left = new ArrayList<>();
        private final List<String> brokenPromises = new ArrayList<>();
        private long promised = Watermark.UNKNOWN;
        private long arrivals;

        private StationUnderTest(int senders, boolean waiting) {
            Long delay = waiting ? TERMINALS.shortestDelayMillis().getAsLong() : null;
            gate = new Gate(delay, senders, null, senders);
            passage = new Passage<>(gate, new HeldEvents(new InMemoryOrderedStore()), this);
        }

        private void take(Message message) {
            gate.hear(message.watermark());
            Event sent = message.event();
            if (sent != null) {
                Event event = World.copy(sent);
                work.arrive(event, passage.reached());
                passage.arrive(event, event.timeMillis(), arrivals++);
            }
            passage.release();
            promised = passage.idle() ? promised : passage.reached();
        }

        @Override
        public byte[] pack(Event event) {
            packed.add(event);
            return ByteBuffer.allocate(Integer.BYTES).putInt(packed.size() - 1).array();
        }

        @Override
        public Event unpack(byte[] index) {
            return packed.get(ByteBuffer.wrap(index).getInt());
        }

        @Override
        public void leave(Event event) {
            if (event.timeMillis() < promised) {
                brokenPromises.add(event.timeMillis() + " < " + promised);
            }
            work.complete(event);
            left.add(event);
        }

        private Map<String, List<Double>> features() {
            return featuresOf(left);
        }
    }
}
