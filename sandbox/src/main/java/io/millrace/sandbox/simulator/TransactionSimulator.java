package io.millrace.sandbox.simulator;

import io.millrace.sandbox.simulator.DayByDay.Day;
import io.millrace.schemas.transactions.Transaction;
import io.millrace.schemas.transactions.TransactionOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Card transactions after the simulator of the fraud-detection handbook (Le Borgne, Siblini, Lebichot, Bontempi:
 * <i>Reproducible Machine Learning for Credit Card Fraud Detection - Practical Handbook</i>, ULB, 2022, chapter
 * "Transaction data simulator"), scaled to any number of customers.
 *
 * <p>Each day a customer makes Poisson(mean per day) transactions. Second of the day: Normal(43 200, 20 000), kept if inside
 * (0, 86 400). Amount: Normal(mean, mean / 2), or Uniform(0, 2 mean) where that is negative, to 2 decimals. Terminal: one
 * of the reachable ones ({@link Terminals}), each as likely. Then fraud, a later scenario overriding an earlier one:
 * <ol>
 *   <li>the amount is above 220;
 *   <li>the terminal is compromised, for 28 days ({@link Compromises});
 *   <li>the customer's card is compromised, for 14 days: one transaction in three has five times the amount.
 * </ol>
 *
 * <p>Ours: times are in milliseconds; every transaction has a country, the customer's own but for {@value #ABROAD} of all
 * transactions and half of those of scenario 3. The outcome is known a fixed delay after the transaction.
 *
 * <p>Drift, from its moment on: amounts are {@value #DRIFT_AMOUNT} times as high, {@value #DRIFT_NIGHT} of the transactions
 * move to the hours before 06:00 UTC of their day, {@value #DRIFT_ABROAD} happen abroad. Customers change, fraud does not:
 * which transactions are fraudulent was decided before. All events before that moment are those of the world without drift.
 */
public final class TransactionSimulator implements Simulator {
    static final double CONSPICUOUS_AMOUNT = 220;
    static final double ABROAD = 0.03;
    static final double DRIFT_AMOUNT = 1.8;
    static final double DRIFT_NIGHT = 0.15;
    static final double DRIFT_ABROAD = 0.2;

    private static final long DAY_MILLIS = 86_400_000;
    private static final long NIGHT_MILLIS = DAY_MILLIS / 4;
    /** P(0 &lt; Normal(43 200, 20 000) &lt; 86 400) = 2 Phi(2.16) - 1. */
    private static final double INSIDE_THE_DAY = 0.969227;

    private static final List<String> COUNTRIES = List.of("BE", "FR", "NL", "DE", "LU", "GB", "ES", "IT", "US");

    private final TransactionSettings settings;
    private final List<CardHolder> customers;
    private final int[][] reachable;
    private final Compromises compromises;

    public TransactionSimulator(TransactionSettings settings) {
        this.settings = settings;
        this.customers = IntStream.range(0, settings.customers())
                .mapToObj(number -> CardHolder.of(settings.seed(), number))
                .toList();
        var terminals = new Terminals(settings.seed(), customers.size());
        this.reachable = customers.stream()
                .map(customer -> terminals.reachableFrom(customer.x(), customer.y()))
                .toArray(int[][]::new);
        this.compromises = new Compromises(settings.seed(), terminals.count(), customers.size());
    }

    /**
     * Settings of a world just large enough that about so many transactions happen in a span; their number is Poisson
     * distributed with a mean not below {@code events}.
     *
     * @param events positive
     * @param span   positive
     */
    public static TransactionSettings covering(long events, Duration span, long seed, Instant start) {
        if (events < 1 || span.isNegative() || span.isZero()) {
            throw new IllegalArgumentException("nothing to cover: " + events + " events in " + span);
        }
        var wantedPerDay = events * (double) DAY_MILLIS / span.toMillis();
        var number = 0;
        for (var perDay = 0.0; perDay < wantedPerDay; number++) {
            perDay += CardHolder.of(seed, number).meanPerDay() * INSIDE_THE_DAY;
        }
        return new TransactionSettings(number, start, seed);
    }

    @Override
    public Domain domain() {
        return Domain.TRANSACTIONS;
    }

    @Override
    public Instant start() {
        return settings.start();
    }

    @Override
    public @Nullable Instant driftAt() {
        return settings.driftAt();
    }

    @Override
    public int population() {
        return customers.size();
    }

    @Override
    public Iterator<Message> messages(Duration span) {
        var since = settings.start().minus(Duration.ofDays(1));
        var references =
                customers.stream().map(customer -> customer.reference(since)).toList();
        return new DayByDay(references, settings.start(), span, new Days());
    }

    /** The days of one stream; counts its transactions. */
    private final class Days implements DayByDay.DaySimulation {
        private long transactions;

        @Override
        public Day simulate(int day, Instant midnight) {
            var payments = new ArrayList<Payment>();
            var terminals = compromises.terminalsOn(day);
            var cards = compromises.customersOn(day);
            for (var customer : customers) {
                pay(customer, day, midnight, terminals, cards.contains(customer.number()), payments);
            }
            payments.removeIf(payment -> payment.time().isBefore(settings.start()));
            payments.sort(Comparator.comparing(Payment::time)); // stable: of one millisecond, in order of the customers
            var events = new ArrayList<Message.Event>(payments.size());
            var outcomes = new ArrayList<Message.Outcome>(payments.size());
            for (var payment : payments) {
                var id = String.format(Locale.ROOT, "tx-%09d", transactions++);
                events.add(payment.event(id));
                outcomes.add(payment.outcome(id, settings.labelDelay()));
            }
            return new Day(events, outcomes);
        }
    }

    private void pay(
            CardHolder customer,
            int day,
            Instant midnight,
            Set<Integer> compromisedTerminals,
            boolean compromisedCard,
            List<Payment> payments) {
        var terminals = reachable[customer.number()];
        var random = Seeds.random(settings.seed(), "payments", customer.number(), day);
        var drift = Seeds.random(settings.seed(), "drift", customer.number(), day);
        var count = terminals.length == 0 ? 0 : Seeds.poisson(random, customer.meanPerDay());
        for (var i = 0; i < count; i++) {
            var millis = (long) ((43_200 + 20_000 * random.nextGaussian()) * 1_000);
            var payment = payment(customer, midnight.plusMillis(millis), terminals, random);
            payment = payment.judged(compromisedTerminals, compromisedCard, random);
            payment = settings.drifted(payment.time()) ? drifted(payment, midnight, drift) : payment;
            if (millis > 0 && millis < DAY_MILLIS) {
                payments.add(payment);
            }
        }
    }

    private static Payment payment(CardHolder customer, Instant time, int[] terminals, Random random) {
        var normal = customer.meanAmount() + customer.stddevAmount() * random.nextGaussian();
        var amount = normal < 0 ? Seeds.uniform(random, 0, 2 * customer.meanAmount()) : normal;
        var terminal = terminals[random.nextInt(terminals.length)];
        var country = random.nextDouble() < ABROAD ? abroad(customer, random) : customer.country();
        return new Payment(customer, time, terminal, cents(amount), country, 0);
    }

    private Payment drifted(Payment payment, Instant midnight, Random random) {
        var atNight = midnight.plusMillis((long) (NIGHT_MILLIS * random.nextDouble()));
        var moves = random.nextDouble() < DRIFT_NIGHT && settings.drifted(atNight);
        var travels = random.nextDouble() < DRIFT_ABROAD;
        return new Payment(
                payment.customer(),
                moves ? atNight : payment.time(),
                payment.terminal(),
                cents(payment.amount() * DRIFT_AMOUNT),
                travels ? abroad(payment.customer(), random) : payment.country(),
                payment.scenario());
    }

    private static String abroad(CardHolder customer, Random random) {
        var others = COUNTRIES.stream()
                .filter(country -> !country.equals(customer.country()))
                .toList();
        return others.get(random.nextInt(others.size()));
    }

    private static double cents(double amount) {
        return StrictMath.round(amount * 100) / 100.0;
    }

    /** A transaction before it has an id. Scenario 0 is genuine. */
    private record Payment(
            CardHolder customer, Instant time, int terminal, double amount, String country, int scenario) {

        Payment judged(Set<Integer> compromisedTerminals, boolean compromisedCard, Random random) {
            if (compromisedCard && random.nextInt(3) == 0) {
                var where = random.nextBoolean() ? abroad(customer, random) : country;
                return new Payment(customer, time, terminal, cents(amount * 5), where, 3);
            }
            var found = compromisedTerminals.contains(terminal) ? 2 : amount > CONSPICUOUS_AMOUNT ? 1 : 0;
            return new Payment(customer, time, terminal, amount, country, found);
        }

        Message.Event event(String id) {
            var value = new Transaction(id, time, customer.id(), Terminals.id(terminal), amount, country);
            return new Message.Event(id, customer.id(), time, value);
        }

        Message.Outcome outcome(String id, Duration delay) {
            var known = time.plus(delay);
            return new Message.Outcome(id, id, known, new TransactionOutcome(id, known, scenario != 0, scenario));
        }
    }
}
