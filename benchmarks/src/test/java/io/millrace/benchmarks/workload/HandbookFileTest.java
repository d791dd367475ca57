package io.millrace.benchmarks.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandbookFileTest {
    private static final Scale SMALL = new Scale(20, 5, 1);

    @TempDir
    private Path folder;

    @Test
    void paymentsAreNumberedInTheOrderOfTime() {
        var payments = Payments.of(SMALL);

        assertThat(payments).hasSizeGreaterThan(100);
        for (int i = 0; i < payments.size(); i++) {
            assertThat(payments.get(i).number()).isEqualTo(i);
            assertThat(payments.get(i).customer()).isBetween(0, 19);
            if (i > 0) {
                assertThat(payments.get(i).timeMillis())
                        .isGreaterThanOrEqualTo(payments.get(i - 1).timeMillis());
            }
        }
    }

    @Test
    void theSameSeedGivesTheSamePayments() {
        assertThat(Payments.of(SMALL)).isEqualTo(Payments.of(SMALL)).isNotEqualTo(Payments.of(new Scale(20, 5, 2)));
    }

    @Test
    void writesTheColumnsOfTheHandbook() throws IOException {
        var file = folder.resolve("payments.csv.gz");
        long lateOnTheFirstDay = Scale.START.toEpochMilli() + 86_399_999;

        HandbookFile.write(
                List.of(
                        new Payment(0, Scale.START.toEpochMilli(), 7, 11, 12.5, 0),
                        new Payment(1, lateOnTheFirstDay, 8, 12, 300.25, 1)),
                file);

        assertThat(lines(file))
                .containsExactly(
                        "transaction_id,tx_time_seconds,customer_id,terminal_id,tx_amount,tx_fraud,tx_fraud_scenario",
                        "0,0,7,11,12.5,0,0",
                        "1,86399,8,12,300.25,1,1");
    }

    @Test
    void aFileIsMadeOnce() throws IOException {
        var first = HandbookFile.in(folder, SMALL);
        var made = Files.getLastModifiedTime(first);

        assertThat(HandbookFile.in(folder, SMALL)).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(first)).isEqualTo(made);
        assertThat(lines(first)).hasSize(Payments.of(SMALL).size() + 1);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(first);
        }
    }

    private static List<String> lines(Path file) throws IOException {
        try (var reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }
}
