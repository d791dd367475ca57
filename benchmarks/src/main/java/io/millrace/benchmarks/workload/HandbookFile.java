package io.millrace.benchmarks.workload;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Simulated transactions as the handbook's data are written: compressed CSV, times in whole seconds since the first day. */
public final class HandbookFile {
    private static final List<String> COLUMNS = List.of(
            "transaction_id",
            "tx_time_seconds",
            "customer_id",
            "terminal_id",
            "tx_amount",
            "tx_fraud",
            "tx_fraud_scenario");
    private static final long MILLIS_PER_SECOND = 1_000;

    private HandbookFile() {}

    /** The file of a scale in a folder; made if it is not there yet. */
    public static Path in(Path folder, Scale scale) throws IOException {
        var file = folder.resolve("transactions-" + scale.customers() + "-customers-" + scale.days() + "-days-seed-"
                + scale.seed() + ".csv.gz");
        if (!Files.exists(file)) {
            Files.createDirectories(folder);
            var unfinished = file.resolveSibling(file.getFileName() + ".part");
            write(Payments.of(scale), unfinished);
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }

    static void write(List<Payment> payments, Path file) throws IOException {
        long start = Scale.START.toEpochMilli();
        try (var csv = CsvWriter.builder()
                .lineDelimiter(LineDelimiter.LF)
                .build(new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8)) {
            csv.writeRecord(COLUMNS);
            for (var payment : payments) {
                csv.writeRecord(
                        Integer.toString(payment.number()),
                        Long.toString((payment.timeMillis() - start) / MILLIS_PER_SECOND),
                        Integer.toString(payment.customer()),
                        Integer.toString(payment.terminal()),
                        Double.toString(payment.amount()),
                        payment.fraudulent() ? "1" : "0",
                        Integer.toString(payment.scenario()));
            }
        }
    }
}
