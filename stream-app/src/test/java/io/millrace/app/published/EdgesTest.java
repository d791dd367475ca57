package io.millrace.app.published;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.pipeline.ShippedPipelines;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The handbook's features at every edge of their windows, on transactions of our own. */
class EdgesTest {
    private static final int TRANSACTIONS = 471;

    @Test
    void everyFeatureIsWhatItsDefinitionSays(@TempDir Path folder) throws Exception {
        var out = folder.resolve("features.csv");

        Commands.replay(
                ShippedPipelines.folder("transactions-handbook"),
                List.of(Fixtures.edges("transactions.csv")),
                out,
                "--features-only");

        var replayed = Csv.rows(out);
        var expected = Csv.rows(Fixtures.edges("features.csv"));
        assertThat(replayed).hasSameSizeAs(expected);
        var comparison = new Comparison();
        for (int i = 0; i < expected.size(); i++) {
            var row = expected.get(i);
            assertThat(replayed.get(i).text("event_id")).isEqualTo(row.text("transaction_id"));
            for (var name : Handbook.FEATURES) {
                comparison.within(
                        Handbook.isRounded(name) ? 1e-9 : 0,
                        row.text("why") + ", " + row.text("transaction_id"),
                        name,
                        replayed.get(i).number(name),
                        row.number(name));
            }
        }
        comparison.assertAllEqual(TRANSACTIONS * Handbook.FEATURES.size());
    }
}
