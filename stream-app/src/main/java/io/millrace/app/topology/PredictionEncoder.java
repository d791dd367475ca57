package io.millrace.app.topology;

import io.millrace.app.topology.ScoreOutcome.Scored;
import io.millrace.app.topology.ScoreOutcome.Shadowed;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.jspecify.annotations.Nullable;

/** Writes a scored event as the pipeline's prediction record, in Confluent wire format. One per task. */
public final class PredictionEncoder implements FixedKeyProcessor<byte[], ScoreOutcome, byte[]> {
    private final PredictionFormat format;
    private final PredictionWriter writer;
    private final ScoringListener listener;
    private @Nullable FixedKeyProcessorContext<byte[], byte[]> context;

    /** @param listener is told of outliers among what is answered, not of what shadows say of them */
    public PredictionEncoder(PredictionFormat format, ScoringListener listener) {
        this.format = format;
        this.listener = listener;
        this.writer = format.newWriter();
    }

    @Override
    public void init(FixedKeyProcessorContext<byte[], byte[]> context) {
        this.context = context;
    }

    @Override
    public void process(FixedKeyRecord<byte[], ScoreOutcome> record) {
        if (context == null) {
            throw new IllegalStateException("process before init");
        }
        if (record.value() instanceof Scored scored) {
            double outlierScore = format.outlierScore(scored.event());
            if (format.isOutlier(outlierScore)) {
                listener.outlier();
            }
            context.forward(record.withValue(writer.write(scored, outlierScore)));
        } else if (record.value() instanceof Shadowed shadowed) {
            var scored = shadowed.scored();
            context.forward(record.withValue(writer.write(scored, format.outlierScore(scored.event()))));
        }
    }
}
