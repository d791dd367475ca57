package io.millrace.app.published;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the fraud detection handbook published of its transactions, and the comparison with it, value by value. */
public final class Handbook {
    /** How many transactions the published data has. Their ids count from 0, in order of time. */
    public static final int TRANSACTIONS = 872_795;

    /** What is published of each of them. */
    public static final List<String> FEATURES = List.of(
            "cust_nb_1d",
            "cust_nb_7d",
            "cust_nb_30d",
            "cust_avg_1d",
            "cust_avg_7d",
            "cust_avg_30d",
            "term_nb_1d",
            "term_nb_7d",
            "term_nb_30d",
            "term_risk_1d",
            "term_risk_7d",
            "term_risk_30d",
            "weekend",
            "night");

    /** Those of them of which daily sums are published. */
    private static final int SUMMED = 12;

    /** Transactions of one customer in one second that were published in the other order than that of the file. */
    private static final Map<Integer, Integer> OTHER_WAY_ROUND =
            Map.of(121453, 121454, 163831, 163832, 174806, 174807, 619758, 619759);

    /** Published with six decimals. */
    private static final double ROUNDING = 1e-6;

    /** The same windows in the same order from each of these on. */
    private static final int COUNTS = 0;

    private static final int MEANS = 3;
    private static final int WINDOWS = 3;

    /** A week, every fiftieth transaction, edges, days, and rows shown in the handbook's text. */
    private static final int PUBLISHED = 67_583 * 14 + 17_456 * 14 + 177 * 12 + 91 * 15 + 10;

    private final List<Transaction> transactions;
    private final Comparison comparison = new Comparison();

    /** A transaction and what was computed of it. */
    public static final class Transaction {
        private final String day;
        private final long customer;
        private final double amount;
        private final boolean fraud;
        private final double[] features;

        /**
         * @param day of the year, as in {@code 2018-04-01}
         * @param features in the order of {@link #FEATURES}; kept, not copied
         */
        public Transaction(String day, long customer, double amount, boolean fraud, double[] features) {
            this.day = day;
            this.customer = customer;
            this.amount = amount;
            this.fraud = fraud;
            this.features = features;
        }
    }

    private Handbook(List<Transaction> transactions) {
        this.transactions = transactions;
    }

    /** The folder of the published data; the test that asks is skipped where it is absent. */
    public static Path data() {
        return SharedData.folder("fraud-handbook");
    }

    /** The files of transactions, in order of time. */
    public static List<Path> months(Path data) {
        return Stream.of("04", "05", "06")
                .map(month -> data.resolve("transactions-2018-" + month + ".csv.gz"))
                .toList();
    }

    /**
     * Every published value is met: counts exactly, averages and shares as far as they were published.
     *
     * @param transactions all of them, by id
     */
    public static void assertPublished(List<Transaction> transactions, Path data) throws IOException {
        assertThat(transactions).hasSize(TRANSACTIONS);
        new Handbook(transactions).compareWith(data);
    }

    private void compareWith(Path data) throws IOException {
        OTHER_WAY_ROUND.forEach((first, second) -> exchange(transactions.get(first), transactions.get(second)));
        compareRows(data.resolve("expected-features-2018-05-15_2018-05-21.csv.gz"));
        compareRows(data.resolve("expected-features-sample-id-mod-50-eq-7-apr-jun.csv.gz"));
        compareRows(data.resolve("edge-rows-apr-jun.csv"));
        compareDays(data.resolve("daily-sums-apr-jun.csv"));
        compareQuoted(data.resolve("published.json"));
        comparison.assertAllEqual(PUBLISHED);
    }

    /** Makes of two rows what they are if the second came first: only their customer's windows differ. */
    private static void exchange(Transaction first, Transaction second) {
        assertThat(second.customer).isEqualTo(first.customer);
        for (int window = 0; window < WINDOWS; window++) {
            int count = COUNTS + window;
            int mean = MEANS + window;
            double events = first.features[count];
            assertThat(second.features[count]).isEqualTo(events + 1);
            double others = first.features[mean] * events - first.amount;
            first.features[count] = events + 1;
            first.features[mean] = second.features[mean];
            second.features[count] = events;
            second.features[mean] = (others + second.amount) / events;
        }
    }

    private void compareRows(Path published) throws IOException {
        Csv.each(published, row -> {
            int id = Math.toIntExact(row.whole("transaction_id"));
            var ours = transactions.get(id).features;
            for (int i = 0; i < ours.length; i++) {
                if (row.has(FEATURES.get(i))) {
                    compare(id, i, ours[i], row.number(FEATURES.get(i)));
                }
            }
        });
    }

    /** Counts exactly, and so 0 and 1; averages and shares as far as they were published. */
    private void compare(Object where, int feature, double ours, double published) {
        var name = FEATURES.get(feature);
        comparison.within(isRounded(name) ? ROUNDING : 0, where, name, ours, published);
    }

    /** Whether a feature is published with six decimals. */
    public static boolean isRounded(String feature) {
        return feature.contains("_avg_") || feature.contains("_risk_");
    }

    private static final class Day {
        private final double[] sums = new double[SUMMED];
        private final Set<Long> defrauded = new HashSet<>();
        private int transactions;
        private int frauds;

        private void add(Transaction transaction) {
            transactions++;
            if (transaction.fraud) {
                frauds++;
                defrauded.add(transaction.customer);
            }
            for (int i = 0; i < SUMMED; i++) {
                sums[i] += transaction.features[i];
            }
        }
    }

    private void compareDays(Path published) throws IOException {
        var days = new TreeMap<String, Day>();
        for (var transaction : transactions) {
            days.computeIfAbsent(transaction.day, date -> new Day()).add(transaction);
        }
        Csv.each(published, row -> {
            var date = row.text("date");
            var day = days.get(date);
            comparison.exactly(date, "transactions", day.transactions, row.number("n_tx"));
            comparison.exactly(date, "frauds", day.frauds, row.number("n_fraud"));
            comparison.exactly(date, "defrauded customers", day.defrauded.size(), row.number("n_fraud_cards"));
            for (int i = 0; i < SUMMED; i++) {
                compare(date, i, day.sums[i], row.number("sum_" + FEATURES.get(i)));
            }
        });
    }

    private void compareQuoted(Path published) throws IOException {
        for (JsonNode row : new ObjectMapper().readTree(published.toFile()).at("/published_feature_rows")) {
            int id = row.at("/transaction_id").asInt();
            for (int i = 0; i < FEATURES.size(); i++) {
                if (row.has(FEATURES.get(i))) {
                    compare(
                            id + " in the text",
                            i,
                            transactions.get(id).features[i],
                            row.get(FEATURES.get(i)).asDouble());
                }
            }
        }
    }
}
