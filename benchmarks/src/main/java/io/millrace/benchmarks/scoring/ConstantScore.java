package io.millrace.benchmarks.scoring;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.app.topology.ScoreOutcome;
import io.millrace.app.topology.ScoreOutcome.Scored;
import io.millrace.app.topology.ScoredBy;
import io.millrace.enrich.event.Event;
import java.time.Clock;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Says the same score of every event, without asking anybody. One per task. */
final class ConstantScore implements Processor<byte[], Event, byte[], ScoreOutcome> {
    private static final double SCORE = 0.123456789;

    private final ScoredBy by;
    private final Clock clock;
    private @Nullable ProcessorContext<byte[], ScoreOutcome> context;

    /** @param by who its scores are said to be given by */
    ConstantScore(ScoredBy by, Clock clock) {
        this.by = by;
        this.clock = clock;
    }

    @Override
    public void init(ProcessorContext<byte[], ScoreOutcome> context) {
        this.context = context;
    }

    @Override
    public void process(Record<byte[], Event> record) {
        if (context == null) {
            throw new IllegalStateException("process before init");
        }
        var event = record.value();
        var scored = new Scored(event, SCORE, 0, clock.millis(), by);
        context.forward(record.withKey(event.id().getBytes(UTF_8)).withValue(scored));
    }
}
