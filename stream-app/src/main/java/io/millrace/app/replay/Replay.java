package io.millrace.app.replay;

import io.millrace.app.files.TableWriter;
import io.millrace.app.files.UnsuitableFileException;
import io.millrace.app.model.InvalidModelException;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.enrich.replay.OfflineEnricher;
import java.io.IOException;
import java.time.Clock;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Replays events through one pipeline, in event-time order, each stage in a thread of its own:
 *
 * <pre>
 * read, check, order --> admit --> one per station --> choose --> score --> write
 * </pre>
 *
 * For one run.
 */
public final class Replay {
    private final Pipeline pipeline;
    private final OfflineEnricher enricher;
    private long events;
    private long written;

    /**
     * What came of a replay.
     *
     * @param events rows read, good and bad, up to the end of the period
     * @param written rows of the table made
     * @param rejected bad rows by reason code
     */
    public record Summary(long events, long written, SortedMap<String, Long> rejected) {
        public Summary {
            rejected = Collections.unmodifiableSortedMap(new TreeMap<>(rejected));
        }
    }

    /** Is told how far a replay is. */
    public interface Progress {
        /**
         * Called now and then, from the thread that replays.
         *
         * @param events done with
         * @param done of the source, in its own unit
         * @param total of the source, in the same unit
         */
        void at(long events, long done, long total);
    }

    public Replay(Pipeline pipeline, Clock clock) {
        this.pipeline = pipeline;
        this.enricher = new OfflineEnricher(pipeline.plan(), clock);
    }

    /**
     * Writes one row per accepted event, and nothing if it fails. No thread outlives it.
     *
     * @param source read once
     * @param references by name, read first; a declared one that is absent is joined with nothing
     * @throws BadRowException at the first bad row, in event-time order, if there must be none
     * @throws java.io.UncheckedIOException if the source breaks off
     * @throws java.util.concurrent.CancellationException if the thread is interrupted while it waits
     * @throws java.nio.channels.ClosedByInterruptException if it is interrupted while it writes
     */
    public Summary run(
            Source source, Map<String, ? extends ReferenceTable> references, ReplayOptions options, Progress progress)
            throws IOException, UnsuitableFileException, InvalidModelException, BadRowException {
        var table = new ReplayTable(pipeline, options.scored());
        try (var badRows = BadRows.to(options.deadLetters());
                var writer = TableWriter.create(options.out(), table.schema());
                var model = options.scored() ? pipeline.openModel() : null;
                var scorer = model == null ? null : model.newScorer(Batches.ROWS)) {
            load(references, badRows);
            try (var stages = new Stages(new Batches(new Until(inOrder(source, options), options.period())))) {
                stages.add("admit", new Admitting(enricher));
                enricher.stations().forEach(station -> stages.add("by-" + station.name(), new Enriching(station)));
                stages.add("choose", new Choosing(options.period()));
                if (scorer != null) {
                    stages.addWhole("score", new Scoring(scorer));
                }
                while (stages.hasNext()) {
                    write(stages.next(), table, writer, badRows);
                    progress.at(events, source.done(), source.total());
                }
            }
            badRows.commit();
            writer.commit();
            return new Summary(events, written, badRows.byReason());
        }
    }

    private void load(Map<String, ? extends ReferenceTable> references, BadRows badRows)
            throws BadRowException, IOException {
        for (var reference : references.entrySet()) {
            var rows = reference.getValue();
            while (rows.hasNext()) {
                var row = rows.next();
                if (row instanceof ReferenceRow.Latest latest) {
                    enricher.putReference(reference.getKey(), latest.record());
                } else if (row instanceof ReferenceRow.Refused refused) {
                    badRows.add(refused.bad());
                }
            }
        }
    }

    private Iterator<Arrival> inOrder(Source source, ReplayOptions options) {
        var parts = source.parts(enricher);
        if (options.sorted()) {
            return new Sorted(parts);
        }
        long latenessMillis = pipeline.plan().admission().latenessMillis();
        return new Merged(parts.stream()
                .map(part -> new InOrder(part, latenessMillis, source.behind()))
                .toList());
    }

    private void write(List<Arrival> batch, ReplayTable table, TableWriter writer, BadRows badRows)
            throws IOException, BadRowException {
        for (var arrival : batch) {
            events++;
            if (arrival instanceof Arrival.Accepted accepted) {
                writer.write(table.features(accepted.event()));
                written++;
            } else if (arrival instanceof Arrival.Scored scored) {
                writer.write(table.scored(scored.event(), scored.score()));
                written++;
            } else if (arrival instanceof Arrival.Refused refused) {
                badRows.add(refused.bad());
            }
        }
    }
}
