package io.millrace.sandbox.simulator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.millrace.sandbox.simulator.Message.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultInjectorTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Faults FAULTS = new Faults(0.02, 0.03, 0.05);
    private static final List<Message> CLEAN = stream(Faults.NONE);
    private static final List<Message> FAULTY = stream(FAULTS);

    @Test
    void withoutFaultsEveryMessagePassesUnchanged() {
        var source = new ArrayList<Message>();
        simulator().messages(Duration.ofDays(10)).forEachRemaining(source::add);

        assertThat(CLEAN).isEqualTo(source);
    }

    @Test
    void faultsComeAtTheirShare() {
        var events = events(CLEAN).size();

        assertThat(count(Expectation.LATE) / events).isCloseTo(0.02, within(0.004));
        assertThat(count(Expectation.DUPLICATE) / events).isCloseTo(0.03, within(0.004));
        assertThat(count(Expectation.MALFORMED) / events).isCloseTo(0.05, within(0.005));
    }

    @Test
    void theSameSeedGivesTheSameFaults() {
        assertThat(stream(FAULTS)).isEqualTo(FAULTY);
    }

    @Test
    void messagesStayInOrderOfDelivery() {
        assertThat(FAULTY).isSortedAccordingTo((a, b) -> a.deliveredAt().compareTo(b.deliveredAt()));
    }

    @Test
    void anEventIsLateOnlyAfterItsKeyHasMovedOnByMoreThanTheLateness() {
        var reached = new HashMap<String, Instant>();
        for (var event : events(FAULTY)) {
            var limit = event.time().plus(FAULTS.lateness());
            if (event.expectation() == Expectation.LATE) {
                assertThat(reached.get(event.key())).isAfter(limit);
            } else {
                assertThat(reached.getOrDefault(event.key(), Instant.MIN)).isBeforeOrEqualTo(limit);
            }
            if (event.expectation() == Expectation.ACCEPT) {
                reached.merge(event.key(), event.time(), (a, b) -> a.isAfter(b) ? a : b);
            }
        }
    }

    @Test
    void aDuplicateFollowsItsAcceptedOriginalWithinFiveMinutes() {
        var accepted = new HashMap<String, Event>();
        for (var event : events(FAULTY)) {
            if (event.expectation() == Expectation.DUPLICATE) {
                var original = accepted.get(event.id());
                assertThat(requireNonNull(original).value()).isEqualTo(event.value());
                assertThat(Duration.between(event.time(), event.deliveredAt()))
                        .isPositive()
                        .isLessThanOrEqualTo(FaultInjector.AGAIN_WITHIN);
            } else if (event.expectation() == Expectation.ACCEPT) {
                accepted.put(event.id(), event);
            }
        }
    }

    @Test
    void everyEventIsDeliveredOnceBesidesDuplicatesAndThoseHeldBackAtTheEnd() {
        var delivered = new HashSet<String>();
        for (var event : events(FAULTY)) {
            if (event.expectation() != Expectation.DUPLICATE) {
                assertThat(delivered.add(event.id())).isTrue();
            }
        }

        var all = events(CLEAN).size();
        assertThat(delivered).hasSizeLessThanOrEqualTo(all).hasSizeGreaterThan(all - 20);
    }

    @Test
    void everyKindOfDamageHappens() {
        var kinds = new HashSet<Damage>();
        events(FAULTY).forEach(event -> kinds.add(event.damage()));

        assertThat(kinds).containsExactlyInAnyOrder(Damage.values());
    }

    @Test
    void outcomesAreNotTouched() {
        assertThat(FAULTY.stream().filter(message -> !(message instanceof Event)))
                .isEqualTo(CLEAN.stream()
                        .filter(message -> !(message instanceof Event))
                        .toList());
    }

    @Test
    void refusesSharesThatAreNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Faults(-0.01, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Faults(0, 1.01, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Faults(0, 0, Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> new Faults(0.5, 0.5, 0.01));
        assertThat(new Faults(0, 0, 1).malformed()).isEqualTo(1);
    }

    private static double count(Expectation expectation) {
        return events(FAULTY).stream()
                .filter(event -> event.expectation() == expectation)
                .count();
    }

    private static List<Event> events(List<Message> messages) {
        return messages.stream()
                .filter(message -> message instanceof Event)
                .map(message -> (Event) message)
                .toList();
    }

    private static List<Message> stream(Faults faults) {
        var messages = new ArrayList<Message>();
        new FaultInjector(simulator().messages(Duration.ofDays(10)), faults, 3).forEachRemaining(messages::add);
        return messages;
    }

    private static Simulator simulator() {
        return new SensorSimulator(new SensorSettings(20, START, 3));
    }
}
