package io.millrace.app.published;

import io.millrace.app.pipeline.ShippedPipelines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a replay makes of the fraud detection handbook's transactions is what the handbook published, value by value. */
class HandbookTest {
    @Test
    void everyPublishedValueIsMet(@TempDir Path folder) throws Exception {
        var data = Handbook.data();

        Handbook.assertPublished(replayed(data, folder.resolve("features.csv.gz")), data);
    }

    private static List<Handbook.Transaction> replayed(Path data, Path out) throws Exception {
        Commands.replay(
                ShippedPipelines.folder("transactions-handbook"), Handbook.months(data), out, "--features-only");
        var transactions = new ArrayList<Handbook.Transaction>(Handbook.TRANSACTIONS);
        Csv.each(out, row -> {
            if (row.whole("event_id") != transactions.size()) {
                throw new AssertionError(row.text("event_id") + " is in row " + transactions.size());
            }
            transactions.add(new Handbook.Transaction(
                    row.text("event_time").substring(0, "2018-04-01".length()),
                    row.whole("customer_id"),
                    row.number("tx_amount"),
                    row.whole("tx_fraud") == 1,
                    row.numbers(Handbook.FEATURES)));
        });
        return transactions;
    }
}
