package io.millrace.enrich.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.enrich.Payments;
import io.millrace.enrich.contract.Verdict;
import io.millrace.enrich.definition.EventDefinition;
import io.millrace.enrich.definition.Feature;
import io.millrace.enrich.definition.FeatureDefinitions;
import io.millrace.enrich.definition.FeatureGroup;
import io.millrace.enrich.event.Origin;
import io.millrace.enrich.plan.FeaturePlan;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.junit.jupiter.api.Test;

/** The features of the card-fraud handbook against their published values, on the rows that see every window's edges. */
class PublishedFeaturesTest {
    private static final Path HANDBOOK = Path.of("../../shared/data/fraud-handbook");
    private static final Instant START = Instant.parse("2018-04-01T00:00:00Z");
    private static final List<Duration> OVER = List.of(Duration.ofDays(1), Duration.ofDays(7), Duration.ofDays(30));

    private static final Schema TRANSACTION = SchemaBuilder.record("Transaction")
            .fields()
            .requiredLong("transaction_id")
            .name("tx_time")
            .type(LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG)))
            .noDefault()
            .requiredInt("customer_id")
            .requiredInt("terminal_id")
            .requiredDouble("tx_amount")
            .requiredInt("tx_fraud")
            .endRecord();

    private static FeaturePlan plan() {
        var event = new EventDefinition(
                "transactions",
                TRANSACTION,
                "transaction_id",
                "tx_time",
                "customer_id",
                Duration.ofHours(1),
                Duration.ZERO,
                null,
                Map.of());
        return FeaturePlan.compile(new FeatureDefinitions(
                event,
                List.of(),
                List.of(
                        new FeatureGroup.Aggregates(
                                "customer_id",
                                OVER,
                                Duration.ZERO,
                                Payments.ordered("cust_nb", "count()", "cust_avg", "mean(tx_amount)")),
                        new FeatureGroup.Aggregates(
                                "terminal_id",
                                OVER,
                                Duration.ofDays(7),
                                Payments.ordered("term_nb", "count()", "term_risk", "mean(tx_fraud)")))));
    }

    @Test
    void meetsThePublishedValuesOfEveryEdgeRow() throws IOException {
        assumeTrue(Files.isDirectory(HANDBOOK), () -> "skipped: no published data at " + HANDBOOK);
        Map<Long, Map<String, String>> expected = edgeRows();
        FeaturePlan plan = plan();
        var enricher = new OfflineEnricher(plan, Clock.systemUTC());
        int checked = 0;
        for (String month : List.of("04", "05", "06")) {
            try (var lines = lines(HANDBOOK.resolve("transactions-2018-" + month + ".csv.gz"))) {
                for (String line : (Iterable<String>) lines.skip(1)::iterator) {
                    String[] cells = line.split(",", -1);
                    double[] row = row(enricher, cells);
                    Map<String, String> published = expected.get(Long.valueOf(cells[0]));
                    if (published != null) {
                        compare(plan.features(), row, published);
                        checked++;
                    }
                }
            }
        }
        assertThat(checked).isEqualTo(expected.size()).isGreaterThan(150);
    }

    private static double[] row(OfflineEnricher enricher, String[] cells) {
        var record = new GenericData.Record(TRANSACTION);
        record.put("transaction_id", Long.parseLong(cells[0]));
        record.put("tx_time", START.plusSeconds(Long.parseLong(cells[1])).toEpochMilli());
        record.put("customer_id", Integer.parseInt(cells[2]));
        record.put("terminal_id", Integer.parseInt(cells[3]));
        record.put("tx_amount", Double.parseDouble(cells[4]));
        record.put("tx_fraud", Integer.parseInt(cells[5]));
        Verdict verdict = enricher.enrich(record, new Origin("file", 0, 0, 0, null, null));
        return ((Verdict.Accepted) verdict).event().row();
    }

    private static void compare(List<Feature> features, double[] row, Map<String, String> published) {
        for (int i = 0; i < row.length; i++) {
            String name = features.get(i).name();
            double value = Double.parseDouble(published.getOrDefault(name, "NaN"));
            // a share of nothing is published as 0; here it is missing
            double ours = name.startsWith("term_risk") && Double.isNaN(row[i]) ? 0.0 : row[i];
            String what = published.get("transaction_id") + " " + name;
            if (name.contains("_nb_")) {
                assertThat(ours).as(what).isEqualTo(value);
            } else {
                assertThat(ours).as(what).isCloseTo(value, within(1e-6));
            }
        }
    }

    /** Rows by id; without the same-second pairs published in the other order than their ids. */
    private static Map<Long, Map<String, String>> edgeRows() throws IOException {
        var rows = new HashMap<Long, Map<String, String>>();
        List<String> lines = Files.readAllLines(HANDBOOK.resolve("edge-rows-apr-jun.csv"));
        List<String> names = Arrays.asList(lines.get(0).split(",", -1));
        for (String line : lines.subList(1, lines.size())) {
            if (!line.contains("published-order-is-reverse-of-id")) {
                String[] cells = line.split(",", -1);
                var row = new HashMap<String, String>();
                for (int i = 0; i < names.size(); i++) {
                    row.put(names.get(i), cells[i]);
                }
                rows.put(Long.valueOf(cells[0]), row);
            }
        }
        return rows;
    }

    private static Stream<String> lines(Path gzip) {
        try {
            var reader = new BufferedReader(
                    new InputStreamReader(new GZIPInputStream(Files.newInputStream(gzip)), StandardCharsets.UTF_8));
            return reader.lines().onClose(() -> close(reader));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(BufferedReader reader) {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
