package io.millrace.sandbox.simulator;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.sandbox.simulator.Message.Event;
import io.millrace.sandbox.simulator.Message.Outcome;
import io.millrace.sandbox.simulator.Message.Reference;
import io.millrace.schemas.transactions.Customer;
import io.millrace.schemas.transactions.Transaction;
import io.millrace.schemas.transactions.TransactionOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class TransactionSimulatorTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration SPAN = Duration.ofDays(30);
    private static final Instant DRIFT = START.plus(Duration.ofDays(15)).plusSeconds(12 * 3600 + 7);
    private static final TransactionSettings SETTINGS = new TransactionSettings(600, START, 11);
    private static final List<Message> MESSAGES = messages(SETTINGS, SPAN);

    @Test
    void theSameSeedGivesTheSameStreamAndAnotherSeedAnotherOne() {
        var small = new TransactionSettings(20, START, 5);

        assertThat(messages(small, SPAN)).isEqualTo(messages(small, SPAN));
        assertThat(messages(new TransactionSettings(20, START, 6), SPAN)).isNotEqualTo(messages(small, SPAN));
    }

    @Test
    void aLongerSpanGivesTheSameEventsAndMore() {
        var small = new TransactionSettings(20, START, 5);
        var shorter = events(messages(small, Duration.ofDays(10)));

        var longer = events(messages(small, Duration.ofDays(11)));

        assertThat(longer).startsWith(shorter.toArray(Event[]::new)).hasSizeGreaterThan(shorter.size());
    }

    @Test
    void messagesComeInOrderOfDeliveryReferencesFirst() {
        assertThat(MESSAGES).isSortedAccordingTo((a, b) -> a.deliveredAt().compareTo(b.deliveredAt()));
        assertThat(MESSAGES.subList(0, 600)).allMatch(message -> message instanceof Reference);
        assertThat(MESSAGES.subList(600, MESSAGES.size())).noneMatch(message -> message instanceof Reference);
        assertThat(MESSAGES.get(0).deliveredAt()).isEqualTo(START.minus(Duration.ofDays(1)));
    }

    @Test
    void eventsLieInTheSpanAndAreUniqueAndExpectedToBeAccepted() {
        var ids = new HashSet<String>();

        assertThat(events(MESSAGES)).allSatisfy(event -> {
            var transaction = (Transaction) event.value();
            assertThat(event.time()).isAfterOrEqualTo(START).isBefore(START.plus(SPAN));
            assertThat(event.time()).isEqualTo(event.deliveredAt()).isEqualTo(transaction.getTxTime());
            assertThat(event.key()).isEqualTo(transaction.getCustomerId());
            assertThat(event.id()).isEqualTo(transaction.getTransactionId());
            assertThat(ids.add(event.id())).isTrue();
            assertThat(event.expectation()).isEqualTo(Expectation.ACCEPT);
            assertThat(event.damage()).isEqualTo(Damage.NONE);
        });
    }

    @Test
    void aStartWithinADayLeavesOutWhatCameBefore() {
        var noon = START.plusSeconds(12 * 3600);

        var events = events(messages(new TransactionSettings(50, noon, 5), Duration.ofHours(6)));

        assertThat(events)
                .isNotEmpty()
                .allMatch(
                        event -> !event.time().isBefore(noon) && event.time().isBefore(noon.plus(Duration.ofHours(6))));
    }

    @Test
    void everyTransactionHasOneOutcomeSevenDaysLater() {
        var times = events(MESSAGES).stream().collect(toMap(Message::id, Event::time));
        var outcomes = outcomes(MESSAGES);

        assertThat(outcomes).hasSameSizeAs(times.keySet()).allSatisfy(outcome -> {
            var value = (TransactionOutcome) outcome.value();
            assertThat(outcome.deliveredAt())
                    .isEqualTo(requireNonNull(times.get(outcome.id())).plus(Duration.ofDays(7)))
                    .isEqualTo(value.getOutcomeTime());
            assertThat(value.getFraud()).isEqualTo(value.getScenario() != 0);
        });
    }

    @Test
    void customersSpendAndMoveAsTheHandbookSays() {
        var customers = MESSAGES.stream()
                .filter(message -> message instanceof Reference)
                .map(message -> (Customer) message.value())
                .toList();

        assertThat(customers).allSatisfy(customer -> {
            assertThat(customer.getX()).isBetween(0.0, 100.0);
            assertThat(customer.getY()).isBetween(0.0, 100.0);
            assertThat(customer.getMeanAmount()).isBetween(5.0, 100.0);
            assertThat(customer.getStddevAmount()).isEqualTo(customer.getMeanAmount() / 2);
            assertThat(customer.getMeanTransactionsPerDay()).isBetween(0.0, 4.0);
        });
        assertThat(mean(customers.stream().map(Customer::getMeanAmount).toList()))
                .isCloseTo(52.5, within(3.5));
        assertThat(mean(customers.stream().map(Customer::getX).toList())).isCloseTo(50, within(3.6));
    }

    @Test
    void transactionsAreAsManyAsTheCustomersMeansSay() {
        var expected = MESSAGES.stream()
                .filter(message -> message instanceof Reference)
                .mapToDouble(message -> ((Customer) message.value()).getMeanTransactionsPerDay() * 30 * 0.969227)
                .sum();

        // four standard deviations of a Poisson number
        assertThat((double) events(MESSAGES).size()).isCloseTo(expected, within(4 * Math.sqrt(expected)));
    }

    @Test
    void transactionsHappenAroundNoonWithTheHandbooksSpread() {
        var seconds = events(MESSAGES).stream()
                .map(event ->
                        event.time().atOffset(ZoneOffset.UTC).toLocalTime().toSecondOfDay() + 0.0)
                .toList();
        var mean = mean(seconds);
        var variance = mean(seconds.stream()
                .map(second -> (second - mean) * (second - mean))
                .toList());

        // a normal distribution cut at 2.16 standard deviations has 0.9097 of its deviation left
        assertThat(mean).isCloseTo(43_200, within(400.0));
        assertThat(Math.sqrt(variance)).isCloseTo(0.9097 * 20_000, within(400.0));
    }

    @Test
    void genuineAmountsHaveTwoDecimalsAndFollowTheCustomersMean() {
        var genuine = transactions(MESSAGES, scenario -> scenario == 0);
        var means = MESSAGES.stream()
                .filter(message -> message instanceof Reference)
                .map(message -> (Customer) message.value())
                .collect(toMap(Customer::getCustomerId, Customer::getMeanAmount));

        assertThat(genuine).allSatisfy(transaction -> assertThat(transaction.getAmount())
                .isBetween(0.0, 220.0)
                .isEqualTo(Math.round(transaction.getAmount() * 100) / 100.0));
        // the part below zero (2.3 %) is drawn anew: E = m (Phi(2) + phi(2) / 2 + 1 - Phi(2)) = 1.027 m
        assertThat(mean(genuine.stream()
                        .map(transaction ->
                                transaction.getAmount() / requireNonNull(means.get(transaction.getCustomerId())))
                        .toList()))
                .isCloseTo(1.027, within(0.015));
    }

    @Test
    void eachScenarioLeavesItsMark() {
        var conspicuous = transactions(MESSAGES, scenario -> scenario == 1);
        var terminals = transactions(MESSAGES, scenario -> scenario == 2);
        var cards = transactions(MESSAGES, scenario -> scenario == 3);
        var genuine = transactions(MESSAGES, scenario -> scenario == 0);

        assertThat(conspicuous).isNotEmpty().allMatch(transaction -> transaction.getAmount() > 220);
        assertThat(genuine).allMatch(transaction -> transaction.getAmount() <= 220);
        assertThat(terminals).isNotEmpty();
        assertThat(mean(cards.stream().map(Transaction::getAmount).toList()))
                .isGreaterThan(
                        3 * mean(genuine.stream().map(Transaction::getAmount).toList()));
    }

    @Test
    void fraudIsAboutAsFrequentAsInTheHandbook() {
        var large = messages(new TransactionSettings(2_500, START, 3), Duration.ofDays(20));
        var fraud = transactions(large, scenario -> scenario != 0).size();

        // published: 0.8369 % over 183 days
        assertThat(fraud / (double) events(large).size()).isBetween(0.006, 0.012);
    }

    @Test
    void aCompromisedTerminalHasOnlyFraudOnThatDay() {
        var compromises = new Compromises(SETTINGS.seed(), 1200, 600);
        var scenarios = scenarios(MESSAGES);

        for (var event : events(MESSAGES)) {
            var transaction = (Transaction) event.value();
            var day = (int) Duration.between(START, event.time()).toDays();
            var terminal = Integer.parseInt(transaction.getTerminalId().substring(2));
            if (compromises.terminalsOn(day).contains(terminal)) {
                assertThat(scenarios.get(event.id())).isIn(2, 3);
            } else {
                assertThat(scenarios.get(event.id())).isNotEqualTo(2);
            }
        }
    }

    @Test
    void aCompromisedCardHasAboutAThirdOfFraudAndNoOtherCardHasAny() {
        var compromises = new Compromises(SETTINGS.seed(), 1200, 600);
        var scenarios = scenarios(MESSAGES);
        var onCompromised = new ArrayList<Double>();

        for (var event : events(MESSAGES)) {
            var day = (int) Duration.between(START, event.time()).toDays();
            var customer = Integer.parseInt(event.key().substring(2));
            if (compromises.customersOn(day).contains(customer)) {
                onCompromised.add(requireNonNull(scenarios.get(event.id())) == 3 ? 1.0 : 0.0);
            } else {
                assertThat(scenarios.get(event.id())).isNotEqualTo(3);
            }
        }
        assertThat(mean(onCompromised)).isCloseTo(1 / 3.0, within(0.12));
    }

    @Test
    void mostTransactionsHappenInTheCustomersCountry() {
        assertThat(abroad(events(MESSAGES))).isCloseTo(TransactionSimulator.ABROAD, within(0.01));
    }

    @Test
    void driftChangesNothingBeforeItsMoment() {
        var drifting = messages(SETTINGS.withDriftAt(DRIFT), SPAN);

        assertThat(before(drifting)).isEqualTo(before(MESSAGES)).isNotEmpty();
    }

    @Test
    void driftRaisesAmountsAndMovesTransactionsToTheNightAndAbroad() {
        var after = events(MESSAGES).stream().filter(this::isAfterDrift).toList();
        var drifted = events(messages(SETTINGS.withDriftAt(DRIFT), SPAN)).stream()
                .filter(this::isAfterDrift)
                .toList();

        assertThat(amount(drifted) / amount(after)).isCloseTo(1.8, within(0.02));
        assertThat(night(drifted) - night(after)).isBetween(0.11, 0.16);
        assertThat(abroad(drifted)).isBetween(0.19, 0.26);
    }

    @Test
    void driftDoesNotChangeHowMuchIsFraud() {
        var drifted = messages(SETTINGS.withDriftAt(DRIFT), SPAN);

        assertThat(transactions(drifted, scenario -> scenario != 0))
                .hasSameSizeAs(transactions(MESSAGES, scenario -> scenario != 0));
    }

    @Test
    void aWorldCoversAboutTheWantedNumberOfEvents() {
        for (var wanted : new int[] {1_000, 20_000}) {
            var settings = TransactionSimulator.covering(wanted, Duration.ofDays(10), 9, START);

            var events = events(messages(settings, Duration.ofDays(10))).size();

            // the last customer adds at most 4 a day; the number is Poisson distributed
            assertThat(events)
                    .isBetween((int) (wanted - 4 * Math.sqrt(wanted)), (int) (wanted + 40 + 4 * Math.sqrt(wanted)));
        }
    }

    @Test
    void aSmallWorldReachesAsManyTerminalsAsALargeOne() {
        for (var customers : new int[] {60, 300, 2_000}) {
            var terminals = new Terminals(4, customers);
            var reachable = new ArrayList<Double>();
            for (var number = 0; number < customers; number++) {
                var home = CardHolder.of(4, number);
                reachable.add((double) terminals.reachableFrom(home.x(), home.y()).length);
            }
            assertThat(mean(reachable)).isCloseTo(75.2, within(6.0));
        }
        assertThat(new Terminals(4, 5_000).radius()).isCloseTo(5, within(1e-9));
        assertThat(new Terminals(4, 1).reachableFrom(0, 0)).hasSize(2);
    }

    private boolean isAfterDrift(Event event) {
        return !event.time().isBefore(DRIFT);
    }

    private static List<Message> before(List<Message> messages) {
        return messages.stream()
                .filter(message ->
                        message instanceof Event event && event.time().isBefore(DRIFT))
                .toList();
    }

    private static double amount(List<Event> events) {
        return mean(events.stream()
                .map(event -> ((Transaction) event.value()).getAmount())
                .toList());
    }

    private static double night(List<Event> events) {
        return mean(events.stream()
                .map(event -> event.time().atOffset(ZoneOffset.UTC).getHour() < 6 ? 1.0 : 0.0)
                .toList());
    }

    private static double abroad(List<Event> events) {
        var homes = MESSAGES.stream()
                .filter(message -> message instanceof Reference)
                .map(message -> (Customer) message.value())
                .collect(toMap(Customer::getCustomerId, Customer::getCountry));
        return mean(events.stream()
                .map(event -> ((Transaction) event.value()).getCountry().equals(homes.get(event.key())) ? 0.0 : 1.0)
                .toList());
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(value -> value).average().orElseThrow();
    }

    private static List<Transaction> transactions(List<Message> messages, Predicate<Integer> scenario) {
        var scenarios = scenarios(messages);
        return events(messages).stream()
                .filter(event -> scenario.test(requireNonNull(scenarios.get(event.id()))))
                .map(event -> (Transaction) event.value())
                .toList();
    }

    private static Map<String, Integer> scenarios(List<Message> messages) {
        return outcomes(messages).stream()
                .collect(toMap(Outcome::id, outcome -> ((TransactionOutcome) outcome.value()).getScenario()));
    }

    private static List<Event> events(List<Message> messages) {
        return messages.stream()
                .filter(message -> message instanceof Event)
                .map(message -> (Event) message)
                .toList();
    }

    private static List<Outcome> outcomes(List<Message> messages) {
        return messages.stream()
                .filter(message -> message instanceof Outcome)
                .map(message -> (Outcome) message)
                .toList();
    }

    private static List<Message> messages(TransactionSettings settings, Duration span) {
        var messages = new ArrayList<Message>();
        new TransactionSimulator(settings).messages(span).forEachRemaining(messages::add);
        return messages;
    }
}
