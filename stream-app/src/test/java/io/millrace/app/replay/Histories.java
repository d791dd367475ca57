package io.millrace.app.replay;

import static io.millrace.app.topology.Payments.CLOCK;
import static io.millrace.app.topology.Payments.NOON;
import static io.millrace.app.topology.Payments.payment;

import io.millrace.app.files.EventFile;
import io.millrace.app.files.FileRecord;
import io.millrace.app.files.TableWriter;
import io.millrace.app.pipeline.Pipeline;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/** Files of payments. */
final class Histories {
    private Histories() {}

    /** Ten days up to noon in event-time order: seven customers at five terminals. */
    static List<GenericRecord> tenDays(int events) {
        var random = new Random(20260301);
        var step = 10 * 86_400_000L / events;
        var payments = new ArrayList<GenericRecord>();
        for (int i = 0; i < events; i++) {
            Instant time = NOON.minusMillis((events - i) * step - random.nextInt((int) step));
            payments.add(payment(
                    "tx-" + i,
                    time,
                    "c" + random.nextInt(7),
                    "m" + random.nextInt(5),
                    Math.round(random.nextDouble() * 20_000) / 100.0));
        }
        return payments;
    }

    static Path write(Path file, List<GenericRecord> records) throws Exception {
        try (var writer = TableWriter.create(file, records.get(0).getSchema())) {
            for (var record : records) {
                writer.write(record);
            }
            writer.commit();
        }
        return file;
    }

    /** A replay of files without reference tables, each in order. */
    static Replay.Summary replay(Pipeline pipeline, List<Path> events, ReplayOptions options) throws Exception {
        try (var source = FileSource.open(events, pipeline.definitions().event().schema())) {
            return new Replay(pipeline, CLOCK).run(Replay.Inputs.of(source), options, (rows, done, total) -> {});
        }
    }

    static List<GenericRecord> read(Path file, Schema schema) throws Exception {
        var records = new ArrayList<GenericRecord>();
        try (var rows = EventFile.open(file, schema)) {
            rows.forEachRemaining(row -> records.add(((FileRecord.Row) row).record()));
        }
        return records;
    }
}
