package io.millrace.app.audit;

import io.millrace.app.fleet.PastModels;
import io.millrace.app.model.CallDefinition;
import io.millrace.app.model.Watchdog;
import io.millrace.app.pipeline.ModelReference;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.replay.Arrival;
import io.millrace.app.replay.BadRow;
import io.millrace.app.replay.BadRowException;
import io.millrace.app.replay.Period;
import io.millrace.app.replay.Replay;
import io.millrace.app.topics.Predicted;
import io.millrace.app.topics.TopicPredictions;
import io.millrace.app.topology.Asking;
import io.millrace.app.topology.Fallback;
import io.millrace.app.topology.PredictionFormat;
import io.millrace.app.topology.PredictionId;
import io.millrace.app.topology.Routing;
import io.millrace.app.topology.ScoreBatch;
import io.millrace.app.topology.ScoreOutcome;
import io.millrace.app.topology.ScoreOutcome.Scored;
import io.millrace.app.topology.ScoreOutcome.Unscored;
import io.millrace.app.topology.ScoringListener;
import io.millrace.enrich.contract.RejectionReason;
import io.millrace.enrich.event.Event;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.generic.GenericRecord;

/**
 * Scores the events of a period once more, by the versions of their time and in the way of a running pipeline, and compares. A model is waited
 * for as long as it takes, nothing is remembered, and nobody answers in its place. For one run.
 */
public final class Audit implements AutoCloseable {
    private static final Duration NO_HURRY = Duration.ofDays(10_000);

    /** Nothing is written that would name it. */
    private static final int NO_SCHEMA_ID = 0;

    private final Pipeline pipeline;
    private final Period period;
    private final Clock clock;
    private final PredictionFormat format;
    private final Comparison comparison;
    private final Watchdog watchdog = new Watchdog(NO_HURRY);
    private final ScoreBatch together;
    private final ScoreBatch pair;
    private final ScoreBatch alone;
    private final OwnFeatures ownFeatures;
    private final List<Event> waiting = new ArrayList<>();
    private long reachedMillis = Long.MIN_VALUE;

    /**
     * What is to be found out.
     *
     * @param period event times of what is compared; events before count in their features
     * @param columns of the pipeline's predictions
     * @param tolerance how far scores may be apart; 0 for not at all
     * @param listed most differences that are told one by one
     */
    public record Request(Period period, Columns columns, double tolerance, int listed) {}

    /**
     * What was found out.
     *
     * @param replay what was read for it
     */
    public record Result(Replay.Summary replay, Findings findings) {}

    /**
     * To be closed by the caller.
     *
     * @param own how the pipeline uses its models
     * @param models of the period; closed by the caller, after this
     */
    public Audit(Pipeline pipeline, ModelReference own, PastModels models, Request request, Clock clock) {
        this.pipeline = pipeline;
        this.period = request.period();
        this.clock = clock;
        this.format = new PredictionFormat(
                pipeline.predictionSchema(),
                NO_SCHEMA_ID,
                pipeline.predictions().carry(),
                pipeline.plan().features(),
                own.outliers());
        this.comparison = new Comparison(
                pipeline.topics().events(),
                request.columns(),
                period,
                new Comparison.Rules(request.tolerance(), own.fallback() != null),
                new Tally(request.listed()));
        var routing = Routing.by(models.roster());
        var asking = new Asking(watchdog, own.values(), own.batch(), CallDefinition.DEFAULT, Fallback.NOBODY, null);
        this.together = batch(asking, routing, own.batch().rows());
        this.pair = batch(asking, routing, 2);
        this.alone = batch(asking, routing, 1);
        this.ownFeatures = new OwnFeatures(pipeline.plan().features());
    }

    private ScoreBatch batch(Asking asking, Routing routing, int rows) {
        return asking.newBatch(rows, routing.open(0, Long.MIN_VALUE), ScoringListener.NONE, clock);
    }

    /**
     * Compares.
     *
     * @param inputs as for {@link Replay}; closed by the caller
     * @param predictions opened before the events were, so that there is none whose event is not read; closed by the caller
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public Result run(Replay.Inputs inputs, TopicPredictions predictions, Replay.Progress progress)
            throws IOException, BadRowException {
        var replay = new Replay(pipeline, clock)
                .visit(
                        inputs,
                        period,
                        batch -> {
                            batch.forEach(this::take);
                            score();
                            take(predictions, reachedMillis);
                        },
                        progress);
        take(predictions, Long.MAX_VALUE);
        return new Result(replay, comparison.end());
    }

    private void take(TopicPredictions predictions, long untilMillis) {
        while (predictions.hasNext(untilMillis)) {
            var next = predictions.next();
            if (next instanceof Predicted.Read read) {
                comparison.predicted(read.place(), read.row());
            } else if (next instanceof Predicted.Unreadable unreadable) {
                comparison.unreadable(unreadable.place(), unreadable.why());
            }
        }
        if (!predictions.hasNext()) {
            comparison.endPredictions();
        }
    }

    private void take(Arrival arrival) {
        if (arrival instanceof Arrival.Refused refused) {
            refuse(refused.bad());
        } else if (!(arrival instanceof Arrival.Outcome)) {
            reachedMillis = Math.max(reachedMillis, arrival.timeMillis());
        }
        if (arrival instanceof Arrival.Accepted accepted) {
            together.add(accepted.event());
            waiting.add(accepted.event());
            if (together.isFull()) {
                score();
            }
        }
    }

    private void refuse(BadRow bad) {
        PredictionId.parse(bad.file() + "-" + bad.row()).ifPresent(id -> comparison.refused(id, bad.reason()));
    }

    private void score() {
        if (waiting.isEmpty()) {
            return;
        }
        var outcomes = together.score();
        for (int i = 0; i < outcomes.size(); i++) {
            compare(waiting.get(i), outcomes.get(i));
        }
        waiting.clear();
    }

    private void compare(Event event, ScoreOutcome outcome) {
        var id = PredictionId.of(event.origin());
        if (outcome instanceof Scored scored) {
            comparison.replayed(new Replayed(id, format.prediction(scored), null, row -> again(event, row)));
        } else if (outcome instanceof Unscored unscored) {
            var rejected = unscored.rejected();
            var reason = rejected.reason().code() + ": " + rejected.detail();
            if (rejected.reason() == RejectionReason.VALUE_REFUSED) {
                comparison.refused(id, rejected.reason().code()); // no fallback is asked either
            } else {
                comparison.replayed(new Replayed(id, format.unscored(event), reason, row -> again(event, row)));
            }
        }
    }

    private List<GenericRecord> again(Event event, GenericRecord row) {
        var own = ownFeatures.of(event, row);
        pair.add(own);
        pair.add(own);
        alone.add(own);
        return List.of(first(pair, own), first(alone, own));
    }

    private GenericRecord first(ScoreBatch batch, Event event) {
        return batch.score().get(0) instanceof Scored scored ? format.prediction(scored) : format.unscored(event);
    }

    @Override
    public void close() {
        together.close();
        pair.close();
        alone.close();
        watchdog.close();
    }
}
