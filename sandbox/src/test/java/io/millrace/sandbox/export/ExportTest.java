package io.millrace.sandbox.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.sandbox.simulator.Damage;
import io.millrace.sandbox.simulator.Domain;
import io.millrace.sandbox.simulator.Expectation;
import io.millrace.sandbox.simulator.Message;
import io.millrace.schemas.transactions.Customer;
import io.millrace.schemas.transactions.Transaction;
import io.millrace.schemas.transactions.TransactionOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Transaction TRANSACTION = new Transaction("tx-1", NOON, "c-1", "t-1", 12.5, "BE");
    private static final List<Message> MESSAGES = List.of(
            new Message.Reference("c-1", NOON, new Customer("c-1", "BE", 1.0, 2.0, 50.0, 25.0, 1.5, NOON)),
            new Message.Event("tx-1", "c-1", NOON, TRANSACTION),
            new Message.Outcome("tx-1", "tx-1", NOON, new TransactionOutcome("tx-1", NOON, true, 2)));

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @Test
    void csvHasAvrosFieldNamesAndTimestampsWithMilliseconds() throws IOException {
        write(Export.Format.CSV);

        assertThat(unzipped("events.csv.gz"))
                .containsExactly(
                        "transaction_id,tx_time,customer_id,terminal_id,amount,country",
                        "tx-1,2026-01-01T12:00:00.000Z,c-1,t-1,12.5,BE");
        assertThat(unzipped("outcomes.csv.gz"))
                .containsExactly("transaction_id,outcome_time,fraud,scenario", "tx-1,2026-01-01T12:00:00.000Z,true,2");
        assertThat(Files.readAllLines(folder.resolve("customers.csv"))).hasSize(2);
    }

    @Test
    void avroFilesHoldTheSameRecords() throws IOException {
        write(Export.Format.AVRO);

        try (var reader =
                new DataFileReader<GenericRecord>(folder.resolve("events.avro").toFile(), new GenericDatumReader<>())) {
            var record = reader.next();
            assertThat(record.get("tx_time")).isEqualTo(NOON.toEpochMilli());
            assertThat(record.get("terminal_id")).hasToString("t-1");
            assertThat(record.get("amount")).isEqualTo(12.5);
            assertThat(reader.hasNext()).isFalse();
        }
        assertThat(folder.resolve("outcomes.avro")).isNotEmptyFile();
        assertThat(folder.resolve("customers.avro")).isNotEmptyFile();
    }

    @Test
    void sensorsHaveNoReferenceTable() throws IOException {
        new Export(folder, Domain.SENSORS, Export.Format.CSV).close();

        assertThat(folder.resolve("events.csv.gz")).exists();
        assertThat(folder.resolve("customers.csv")).doesNotExist();
    }

    @Test
    void refusesADamagedEvent() throws IOException {
        var damaged =
                new Message.Event("tx-1", "c-1", NOON, NOON, TRANSACTION, Expectation.MALFORMED, Damage.WRONG_MAGIC);

        try (var export = new Export(folder, Domain.TRANSACTIONS, Export.Format.CSV)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> export.write(damaged))
                    .withMessageContaining("tx-1");
        }
    }

    private void write(Export.Format format) throws IOException {
        try (var export = new Export(folder, Domain.TRANSACTIONS, format)) {
            for (var message : MESSAGES) {
                export.write(message);
            }
        }
    }

    private List<String> unzipped(String name) throws IOException {
        try (var in = new GZIPInputStream(Files.newInputStream(folder.resolve(name)))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
