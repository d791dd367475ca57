package io.millrace.app.replay;

import io.millrace.app.explain.Explainer;
import io.millrace.app.files.TableWriter;
import io.millrace.app.files.UnsuitableFileException;
import io.millrace.app.model.InvalidModelException;
import io.millrace.app.model.Scorer;
import io.millrace.app.model.ValueGuard;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.enrich.contract.RejectionReason;
import io.millrace.enrich.contract.Verdict;
import io.millrace.enrich.replay.OfflineEnricher;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Replays events through one pipeline, in event-time order, each stage in a thread of its own:
 *
 * <pre>
 * read, check, order --> admit --> one per station --> choose --> score --> write
 *                    +-> learn, where outcomes count --+
 * </pre>
 *
 * For one run.
 */
public final class Replay {
    /** A replay waits for its model as long as it takes. */
    private static final Duration NO_HURRY = Duration.ofDays(10_000);

    private final Pipeline pipeline;
    private final Clock clock;
    private final OfflineEnricher enricher;
    private final Queue<Verdict.Rejected> rejectedOutcomes = new ConcurrentLinkedQueue<>();
    private long events;
    private long outcomes;
    private long written;

    /**
     * What came of a replay.
     *
     * @param events rows read, good and bad, up to the end of the period
     * @param outcomes rows read, good and bad
     * @param written rows of the table made
     * @param rejected bad rows by reason code, and outcomes of events that did not come
     */
    public record Summary(long events, long outcomes, long written, SortedMap<String, Long> rejected) {
        public Summary {
            rejected = Collections.unmodifiableSortedMap(new TreeMap<>(rejected));
        }
    }

    /**
     * What is replayed.
     *
     * @param references by name, read first; a declared one that is absent is joined with nothing
     * @param outcomes read next; null where nobody asks for them
     */
    public record Inputs(
            Source events,
            Map<String, ? extends ReferenceTable> references,
            @Nullable OutcomeTable outcomes) {
        /** Events alone. */
        public static Inputs of(Source events) {
            return new Inputs(events, Map.of(), null);
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

    /** Is given what comes of every row. */
    public interface Visitor {
        /**
         * Called from the thread that replays, with all rows in the order of event time.
         *
         * @param batch events of the period with all their features; of those before it only that they were there; bad rows and outcomes
         */
        void visit(List<Arrival> batch);
    }

    public Replay(Pipeline pipeline, Clock clock) {
        this.pipeline = pipeline;
        this.clock = clock;
        this.enricher = new OfflineEnricher(pipeline.plan(), clock, rejectedOutcomes::add);
    }

    /**
     * Writes one row per accepted event, and nothing if it fails. No thread outlives it.
     *
     * @param inputs each read once; references first, and outcomes are then held in memory in the order in which they became
     *     known
     * @throws BadRowException at the first bad row, in event-time order, if there must be none
     * @throws java.io.UncheckedIOException if the source breaks off
     * @throws java.util.concurrent.CancellationException if the thread is interrupted while it waits
     * @throws java.nio.channels.ClosedByInterruptException if it is interrupted while it writes
     */
    public Summary run(Inputs inputs, ReplayOptions options, Progress progress)
            throws IOException, UnsuitableFileException, InvalidModelException, BadRowException {
        var truths = truths(options);
        var table = new ReplayTable(pipeline, options.scored(), truths);
        try (var badRows = BadRows.to(options.deadLetters());
                var writer = TableWriter.create(options.out(), table.schema());
                var model = options.scored() ? pipeline.openModel() : null;
                var scorer = model == null ? null : model.newScorer(Batches.ROWS)) {
            var known = load(inputs, badRows);
            if (truths != null) {
                learn(truths, known, badRows);
            }
            var learnt = enricher.learns() ? known : List.<Arrival>of();
            try (var stages = stages(inputs.events(), learnt, options.sorted(), options.period())) {
                if (scorer != null) {
                    stages.addWhole("score", new Scoring(scorer, guard(), explainer(scorer)));
                }
                while (stages.hasNext()) {
                    var batch = stages.next();
                    count(batch, badRows);
                    write(batch, table, writer);
                    progress.at(events, inputs.events().done(), inputs.events().total());
                }
            }
            addRejectedOutcomes(badRows);
            badRows.commit();
            writer.commit();
            return new Summary(events, outcomes, written, badRows.byReason());
        }
    }

    /**
     * Shows what comes of every row, without scores; bad rows are counted. No thread outlives it.
     *
     * @param inputs as for {@link #run}
     * @throws java.io.UncheckedIOException if the source breaks off
     * @throws java.util.concurrent.CancellationException if the thread is interrupted while it waits
     */
    public Summary visit(Inputs inputs, Period period, Visitor visitor, Progress progress)
            throws IOException, BadRowException {
        var badRows = BadRows.counted();
        var known = load(inputs, badRows);
        try (var stages = stages(inputs.events(), known, false, period)) {
            while (stages.hasNext()) {
                var batch = stages.next();
                count(batch, badRows);
                visitor.visit(batch);
                progress.at(events, inputs.events().done(), inputs.events().total());
            }
        }
        addRejectedOutcomes(badRows);
        return new Summary(events, outcomes, 0, badRows.byReason());
    }

    /** All up to the features of the events of a period. */
    private Stages stages(Source source, List<Arrival> known, boolean sorted, Period period) {
        var rows = new Merged(List.of(known.iterator(), inOrder(source, sorted)));
        var stages = new Stages(new Batches(new Until(rows, period)));
        if (!known.isEmpty()) {
            stages.add("learn", new Learning(enricher));
        } else {
            stages.add("admit", new Admitting(enricher));
            enricher.stations().forEach(station -> stages.add("by-" + station.name(), new Enriching(station)));
        }
        stages.add("choose", new Choosing(period));
        return stages;
    }

    /** References into the enricher; outcomes are what is returned. */
    private List<Arrival> load(Inputs inputs, BadRows badRows) throws BadRowException, IOException {
        load(inputs.references(), badRows);
        return load(inputs.outcomes(), badRows);
    }

    private @Nullable Truths truths(ReplayOptions options) {
        var definitions = pipeline.definitions();
        var outcomes = definitions.outcomes();
        if (!options.outcomes()) {
            return null;
        }
        if (outcomes == null) {
            throw new IllegalArgumentException("pipeline " + pipeline.name() + " has no outcomes");
        }
        return new Truths(outcomes, definitions.event().skew().toMillis());
    }

    /** Where features count outcomes, too, it is the enricher that tells of bad ones. */
    private void learn(Truths truths, List<Arrival> known, BadRows badRows) throws IOException, BadRowException {
        var bad = truths.take(known, clock.millis());
        if (!enricher.learns()) {
            for (var row : bad) {
                badRows.add(row);
            }
        }
    }

    private ValueGuard guard() {
        var model = pipeline.model();
        return model == null ? ValueGuard.NONE : model.values();
    }

    private @Nullable Explainer explainer(Scorer scorer) {
        var model = pipeline.model();
        var explanation = model == null ? null : model.explanation();
        return explanation == null ? null : explanation.newExplainer(scorer, NO_HURRY);
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

    /** Outcomes in the order in which they became known. Of equal times they come before events: those know of them. */
    private List<Arrival> load(@Nullable OutcomeTable table, BadRows badRows) throws BadRowException, IOException {
        var known = new ArrayList<Arrival>();
        while (table != null && table.hasNext()) {
            outcomes++;
            var row = table.next();
            if (row instanceof Arrival.Refused refused) {
                badRows.add(refused.bad());
            } else {
                known.add(row);
            }
        }
        known.sort(Comparator.comparingLong(Arrival::timeMillis));
        return known;
    }

    private Iterator<Arrival> inOrder(Source source, boolean sorted) {
        var parts = source.parts(enricher);
        if (sorted) {
            return new Sorted(parts);
        }
        long latenessMillis = pipeline.plan().admission().latenessMillis();
        return new Merged(parts.stream()
                .map(part -> new InOrder(part, latenessMillis, source.behind()))
                .toList());
    }

    private void count(List<Arrival> batch, BadRows badRows) throws IOException, BadRowException {
        addRejectedOutcomes(badRows);
        for (var arrival : batch) {
            events += arrival instanceof Arrival.Outcome ? 0 : 1;
            if (arrival instanceof Arrival.Refused refused) {
                badRows.add(refused.bad());
            }
        }
    }

    private void write(List<Arrival> batch, ReplayTable table, TableWriter writer) throws IOException {
        for (var arrival : batch) {
            if (arrival instanceof Arrival.Accepted accepted) {
                writer.write(table.features(accepted.event()));
                written++;
            } else if (arrival instanceof Arrival.Scored scored) {
                writer.write(table.scored(scored));
                written++;
            }
        }
    }

    /** An outcome whose event is not among those replayed is none that is wrong: files of outcomes often hold more. */
    private void addRejectedOutcomes(BadRows badRows) throws BadRowException, IOException {
        for (var rejected = rejectedOutcomes.poll(); rejected != null; rejected = rejectedOutcomes.poll()) {
            var origin = rejected.origin();
            var row = BadRow.at(origin, rejected.reason().code(), rejected.detail());
            if (rejected.reason() == RejectionReason.NO_EVENT) {
                badRows.leaveOut(row);
            } else {
                badRows.add(row);
            }
        }
    }
}
