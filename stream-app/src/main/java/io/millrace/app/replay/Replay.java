package io.millrace.app.replay;

import io.millrace.app.files.EventFile;
import io.millrace.app.files.FileRecord;
import io.millrace.app.files.TableWriter;
import io.millrace.app.files.UnsuitableFileException;
import io.millrace.app.model.InvalidModelException;
import io.millrace.app.model.ModelFailedException;
import io.millrace.app.model.Scorer;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.enrich.contract.RejectionReason;
import io.millrace.enrich.contract.Verdict;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.Origin;
import io.millrace.enrich.replay.OfflineEnricher;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Replays files of events, in event-time order, through one pipeline. For one thread and one run. */
public final class Replay {
    private static final Logger LOGGER = LoggerFactory.getLogger(Replay.class);

    private final Pipeline pipeline;
    private final OfflineEnricher enricher;
    private final SortedMap<String, Long> rejected = new TreeMap<>();
    private long written;

    /**
     * What came of a replay.
     *
     * @param rejected events that a running pipeline would have made dead letters, by reason code
     */
    public record Summary(long events, long written, SortedMap<String, Long> rejected) {
        public Summary {
            rejected = Collections.unmodifiableSortedMap(new TreeMap<>(rejected));
        }
    }

    /** Is told how far a replay is. */
    public interface Progress {
        /**
         * Called after every event.
         *
         * @param total events in all, known from the start
         */
        void at(long done, long total);
    }

    public Replay(Pipeline pipeline, Clock clock) {
        this.pipeline = pipeline;
        this.enricher = new OfflineEnricher(pipeline.plan(), clock);
    }

    /** Loads a reference table; the last row of a key counts, or with versions each row from its own time on. */
    public void reference(String name, Path file) throws IOException, UnsuitableFileException {
        var definition = pipeline.definitions().references().stream()
                .filter(reference -> reference.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the pipeline has no reference " + name));
        try (var rows = EventFile.open(file, definition.schema())) {
            while (rows.hasNext()) {
                var next = rows.next();
                if (next instanceof FileRecord.Row row) {
                    enricher.putReference(name, row.record());
                } else if (next instanceof FileRecord.Unreadable bad) {
                    throw new UnsuitableFileException(
                            file, java.util.List.of("line " + bad.line() + ": " + bad.message()));
                }
            }
        }
    }

    /**
     * Writes one row per accepted event.
     *
     * @param scored whether to score them, which needs the pipeline's model
     */
    public Summary run(Path events, Path out, boolean scored, Progress progress)
            throws IOException, UnsuitableFileException, InvalidModelException {
        var table = new ReplayTable(pipeline, scored);
        var plan = pipeline.plan();
        try (var rows = EventTimeOrder.open(
                        events, pipeline.definitions().event().schema(), plan.contract()::timeOf);
                var writer = TableWriter.create(out, table.schema());
                var model = scored ? pipeline.openModel() : null;
                var scorer = model == null ? null : model.newScorer()) {
            long done = 0;
            while (rows.hasNext()) {
                replay(rows.next(), events, table, scorer, writer);
                progress.at(++done, rows.count());
            }
            writer.commit();
            return new Summary(done, written, rejected);
        }
    }

    private void replay(FileRecord next, Path events, ReplayTable table, @Nullable Scorer scorer, TableWriter writer)
            throws IOException {
        if (next instanceof FileRecord.Row row) {
            var verdict = enricher.enrich(row.record(), origin(events, row));
            if (verdict instanceof Verdict.Accepted accepted) {
                write(accepted.event(), table, scorer, writer);
            } else if (verdict instanceof Verdict.Rejected refused) {
                reject(row.line(), refused.reason(), refused.detail());
            }
        } else if (next instanceof FileRecord.Unreadable bad) {
            reject(bad.line(), RejectionReason.MALFORMED, bad.message());
        }
    }

    /** The place of a row: the file is its topic, the line its offset. */
    private Origin origin(Path events, FileRecord.Row row) {
        long timeMillis = pipeline.plan().contract().timeOf(row.record());
        return new Origin(String.valueOf(events.getFileName()), 0, row.line(), timeMillis, null, null);
    }

    private void write(Event event, ReplayTable table, @Nullable Scorer scorer, TableWriter writer) throws IOException {
        if (scorer == null || pipeline.model() == null) {
            writer.write(table.features(event));
        } else {
            try {
                double score = scorer.score(event.row());
                if (!Double.isFinite(score)) {
                    reject(event.origin().offset(), RejectionReason.SCORE_NOT_FINITE, "the model answered " + score);
                    return;
                }
                writer.write(table.scored(event, score, pipeline.model().threshold()));
            } catch (ModelFailedException e) {
                reject(event.origin().offset(), RejectionReason.MODEL_FAILED, String.valueOf(e.getMessage()));
                return;
            }
        }
        written++;
    }

    private void reject(long line, RejectionReason reason, String detail) {
        rejected.merge(reason.code(), 1L, Long::sum);
        LOGGER.atDebug()
                .addKeyValue("line", line)
                .addKeyValue("reason", reason.code())
                .log(detail);
    }
}
