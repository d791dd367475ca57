package io.millrace.app.replay;

import static io.millrace.app.topology.Payments.PIPELINE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTimeOrderTest {
    private final Path folder;

    EventTimeOrderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** Each cell is a row of the file: a second of its minute, or something that is no time; lines count from 2. */
    @ParameterizedTest
    @CsvSource({
        "10 20 20 30, 2 3 4 5",
        "30 20 20 10, 5 3 4 2",
        "20 ? 10, 4 2 3",
        "? 20 10, 2 4 3",
        "10 ? 20, 2 3 4",
    })
    void isByTimeAndUnreadableRowsFollowTheRowBeforeThem(String times, String lines) throws Exception {
        var seconds = List.of(times.split(" ", -1));
        var text = new ArrayList<>(List.of("transaction_id,tx_time,customer_id,terminal_id,amount,country"));
        for (var time : seconds) {
            text.add("x,2026-03-01T12:00:" + time + "Z,c1,m1,1,BE");
        }
        var file = Files.write(folder.resolve("events.csv"), text);

        var order = new ArrayList<String>();
        var schema = PIPELINE.definitions().event().schema();
        try (var rows = EventTimeOrder.open(file, schema, PIPELINE.plan().contract()::timeOf)) {
            assertThat(rows.count()).isEqualTo(seconds.size());
            rows.forEachRemaining(row -> order.add(String.valueOf(row.line())));
        }

        assertThat(String.join(" ", order)).isEqualTo(lines);
    }
}
