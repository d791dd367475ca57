package io.millrace.app.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.app.model.ModelFailedException;
import io.millrace.app.model.OnnxModel;
import io.millrace.app.model.Scorer;
import io.millrace.app.topology.ScoreOutcome.Scored;
import io.millrace.app.topology.ScoreOutcome.Unscored;
import io.millrace.enrich.contract.RejectionReason;
import io.millrace.enrich.contract.Verdict.Rejected;
import io.millrace.enrich.event.Event;
import java.time.Clock;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Scores each event's feature row. A scored event leaves keyed by its event id; one that the model could not score
 * keeps the key it came with. Owns the native buffers of its task: opened in {@link #init}, closed in {@link #close}.
 */
final class ScoreProcessor implements Processor<byte[], Event, byte[], ScoreOutcome> {
    private final OnnxModel model;
    private final Clock clock;
    private final ScoringListener listener;
    private @Nullable Scorer scorer;
    private @Nullable ProcessorContext<byte[], ScoreOutcome> context;

    ScoreProcessor(OnnxModel model, Clock clock, ScoringListener listener) {
        this.model = model;
        this.clock = clock;
        this.listener = listener;
    }

    @Override
    public void init(ProcessorContext<byte[], ScoreOutcome> context) {
        this.context = context;
        this.scorer = model.newScorer(1);
    }

    @Override
    public void process(Record<byte[], Event> record) {
        if (scorer == null || context == null) {
            throw new IllegalStateException("process before init");
        }
        var event = record.value();
        var outcome = score(scorer, event);
        if (outcome instanceof Scored scored) {
            listener.scored(scored);
            context.forward(record.withKey(event.id().getBytes(UTF_8)).withValue(outcome));
        } else {
            context.forward(record.withKey(event.origin().key()).withValue(outcome));
        }
    }

    private ScoreOutcome score(Scorer scorer, Event event) {
        long startNanos = System.nanoTime();
        try {
            scorer.put(0, event.row(), event.texts());
            scorer.run(1);
            double score = scorer.score(0);
            if (!Double.isFinite(score)) {
                return unscored(event, RejectionReason.SCORE_NOT_FINITE, "the model answered " + score);
            }
            return new Scored(event, score, System.nanoTime() - startNanos, clock.millis());
        } catch (ModelFailedException e) {
            return unscored(event, RejectionReason.MODEL_FAILED, String.valueOf(e.getMessage()));
        }
    }

    private static Unscored unscored(Event event, RejectionReason reason, String detail) {
        return new Unscored(new Rejected(event.origin(), reason, detail));
    }

    @Override
    public void close() {
        if (scorer != null) {
            scorer.close();
            scorer = null;
        }
    }
}
