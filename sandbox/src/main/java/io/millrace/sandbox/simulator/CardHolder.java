package io.millrace.sandbox.simulator;

import io.millrace.schemas.transactions.Customer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * One customer: home uniform on the grid, mean amount uniform in [5, 100), standard deviation half of it, mean number of
 * transactions per day uniform in [0, 4), as the handbook has it; the country is ours.
 */
record CardHolder(int number, double x, double y, double meanAmount, double meanPerDay, String country) {
    /** Side of the square grid that customers and terminals live on. */
    static final double GRID = 100;

    static final double MEAN_PER_DAY = 2;
    private static final double MAX_PER_DAY = 2 * MEAN_PER_DAY;
    /** Ten equally likely entries: most customers live in the first country. */
    private static final List<String> HOMES = List.of("BE", "BE", "BE", "BE", "BE", "FR", "FR", "NL", "NL", "DE");

    /** Depends on seed and number alone, so that a larger population holds the smaller one. */
    static CardHolder of(long seed, int number) {
        var random = Seeds.random(seed, "customer", number);
        return new CardHolder(
                number,
                Seeds.uniform(random, 0, GRID),
                Seeds.uniform(random, 0, GRID),
                Seeds.uniform(random, 5, 100),
                Seeds.uniform(random, 0, MAX_PER_DAY),
                HOMES.get(random.nextInt(HOMES.size())));
    }

    String id() {
        return String.format(Locale.ROOT, "c-%06d", number);
    }

    double stddevAmount() {
        return meanAmount / 2;
    }

    Message.Reference reference(Instant since) {
        var row = new Customer(id(), country, x, y, meanAmount, stddevAmount(), meanPerDay, since);
        return new Message.Reference(id(), since, row);
    }
}
