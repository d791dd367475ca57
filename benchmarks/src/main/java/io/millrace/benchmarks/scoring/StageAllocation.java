package io.millrace.benchmarks.scoring;

import com.sun.management.ThreadMXBean;
import io.millrace.app.model.InvalidModelException;
import io.millrace.app.model.ModelFailedException;
import io.millrace.app.model.OnnxModel;
import io.millrace.app.model.Scorer;
import io.millrace.app.model.Watchdog;
import io.millrace.app.pipeline.ModelReference;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.topology.Asking;
import io.millrace.app.topology.Fallback;
import io.millrace.app.topology.Routing;
import io.millrace.app.topology.ScoreBatch;
import io.millrace.app.topology.ScoreOutcome;
import io.millrace.app.topology.ScoreOutcome.Scored;
import io.millrace.app.topology.ScoringListener;
import io.millrace.app.topology.Served;
import io.millrace.app.topology.Variant;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.Origin;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.Objects;
import java.util.stream.LongStream;
import org.apache.avro.generic.GenericData;

/**
 * What the scoring of a row allocates on the Java heap, of which the collector's work comes. Counted by the JVM for the one thread that
 * does it, over a million rows after a million that are not counted.
 */
final class StageAllocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROWS = 1_000_000;

    /**
     * Bytes per row.
     *
     * @param scorer of the calls of the model: rows put, run, scores read
     * @param batch of the whole stage: events added, outcomes taken; the scorer's are part of it
     */
    record Bytes(double scorer, double batch) {}

    private final Pipeline pipeline;
    private final Numbers numbers;
    private double sum;

    private StageAllocation(Pipeline pipeline) {
        this.pipeline = pipeline;
        this.numbers = new Numbers(pipeline.plan().features().size());
    }

    private interface Work {
        void score(int rows) throws ModelFailedException;
    }

    /** @param pipeline with its model, whose events are numbers */
    static Bytes of(Pipeline pipeline) throws InvalidModelException, ModelFailedException {
        return new StageAllocation(pipeline).measure();
    }

    private Bytes measure() throws InvalidModelException, ModelFailedException {
        var scoring = Objects.requireNonNull(pipeline.model());
        try (OnnxModel model = pipeline.openModel();
                var watchdog = new Watchdog(scoring.calls().deadline());
                var scorer = model.newScorer(scoring.batch().rows(), watchdog)) {
            double[][] rows = LongStream.range(0, Numbers.DIFFERENT)
                    .mapToObj(numbers::wideRow)
                    .toArray(double[][]::new);
            double ofScorer = perRow(count -> put(scorer, rows, count));
            Event[] events = LongStream.range(0, Numbers.DIFFERENT)
                    .mapToObj(event -> event(rows[(int) event], event))
                    .toArray(Event[]::new);
            double ofBatch = ofBatch(model, watchdog, scoring, events);
            if (Double.isNaN(sum)) {
                throw new IllegalStateException("a row without a score");
            }
            return new Bytes(ofScorer, ofBatch);
        }
    }

    private double ofBatch(OnnxModel model, Watchdog watchdog, ModelReference scoring, Event[] events)
            throws ModelFailedException {
        var asking = new Asking(watchdog, scoring.values(), scoring.batch(), scoring.calls(), Fallback.NOBODY, null);
        var passage = Routing.always(Served.as(Variant.CHAMPION, model, scoring.threshold(), null))
                .open(0, -1);
        try (var batch = asking.newBatch(scoring.batch().rows(), passage, ScoringListener.NONE, Clock.systemUTC())) {
            return perRow(count -> add(batch, events, count));
        }
    }

    private static double perRow(Work work) throws ModelFailedException {
        work.score(ROWS);
        long thread = Thread.currentThread().getId();
        long before = THREADS.getThreadAllocatedBytes(thread);
        work.score(ROWS);
        return (THREADS.getThreadAllocatedBytes(thread) - before) / (double) ROWS;
    }

    private void put(Scorer scorer, double[][] rows, int count) throws ModelFailedException {
        int filled = 0;
        for (int i = 0; i < count; i++) {
            scorer.put(filled++, rows[i % rows.length]);
            if (filled == scorer.capacity() || i == count - 1) {
                scorer.run(filled);
                for (int row = 0; row < filled; row++) {
                    sum += scorer.score(row);
                }
                filled = 0;
            }
        }
    }

    private void add(ScoreBatch batch, Event[] events, int count) {
        for (int i = 0; i < count; i++) {
            batch.add(events[i % events.length]);
            if (batch.isFull() || i == count - 1) {
                for (ScoreOutcome outcome : batch.score()) {
                    sum += outcome instanceof Scored scored ? scored.score() : Double.NaN;
                }
            }
        }
    }

    private Event event(double[] row, long number) {
        var record = new GenericData.Record(pipeline.definitions().event().schema());
        var origin = new Origin(pipeline.topics().events(), 0, number, 0, null, null);
        return new Event(record, origin, "e" + number, number, row, 0);
    }
}
