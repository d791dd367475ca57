package io.millrace.benchmarks.scoring;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.millrace.app.model.OnnxModel;
import io.millrace.app.model.Watchdog;
import io.millrace.app.pipeline.ModelReference;
import io.millrace.app.topology.Asking;
import io.millrace.app.topology.CommitGuard;
import io.millrace.app.topology.Fallback;
import io.millrace.app.topology.Routing;
import io.millrace.app.topology.ScoreOutcome;
import io.millrace.app.topology.ScoreOutcome.Scored;
import io.millrace.app.topology.ScoreProcessor;
import io.millrace.app.topology.ScoringListener;
import io.millrace.app.topology.Served;
import io.millrace.app.topology.Variant;
import io.millrace.benchmarks.drain.Tally;
import io.millrace.enrich.event.Event;
import java.time.Clock;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * JSON arrays in, JSON scores out, either by the product's scoring or event by event.
 *
 * <pre>
 * points --> read-point --> score --> write-answer --> answers        in batches
 * points --> answer-point ---------------------------> answers        event by event
 * </pre>
 */
final class PointTopology {
    private PointTopology() {}

    /** As all answers are written. */
    static byte[] answer(float score) {
        return ("{\"score\":" + score + "}").getBytes(US_ASCII);
    }

    /** By {@link ScoreProcessor}; only how a row is read is not the product's, which reads Avro from topics. */
    static Topology inBatches(
            ModelReference scoring,
            OnnxModel model,
            Watchdog watchdog,
            String answers,
            CommitGuard guard,
            Tally tally,
            Properties properties) {
        int width = scoring.manifest().features().size();
        var asking = new Asking(watchdog, scoring.values(), scoring.batch(), scoring.calls(), Fallback.NOBODY, null);
        var routing = Routing.always(Served.as(Variant.CHAMPION, model, scoring.threshold(), null));
        var builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(properties)));
        ScoreProcessor.stores(guard).forEach(builder::addStateStore);
        builder.stream(
                        NumberTopics.POINTS,
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("read-points"))
                .<byte[], Event>process(() -> new PointReader(width), Named.as("read-point"))
                .<byte[], ScoreOutcome>process(
                        () -> new ScoreProcessor(
                                routing, asking, ProcessorContext::forward, Clock.systemUTC(), ScoringListener.NONE),
                        Named.as("score"),
                        ScoreProcessor.storeNames())
                .mapValues(outcome -> counted(tally, answer(outcome)), Named.as("write-answer"))
                .to(
                        answers,
                        Produced.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("write-answers"));
        return builder.build(properties);
    }

    /** By {@link PerRecordModel}. */
    static Topology eventByEvent(PerRecordModel model, String answers, Tally tally, Properties properties) {
        var builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(properties)));
        builder.stream(
                        NumberTopics.POINTS,
                        Consumed.with(Serdes.ByteArray(), Serdes.String()).withName("read-points"))
                .mapValues(point -> counted(tally, model.answer(point)), Named.as("answer-point"))
                .to(
                        answers,
                        Produced.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("write-answers"));
        return builder.build(properties);
    }

    private static byte[] counted(Tally tally, byte[] answer) {
        tally.predicted(answer);
        return answer;
    }

    private static byte[] answer(ScoreOutcome outcome) {
        if (outcome instanceof Scored scored) {
            return answer((float) scored.score());
        }
        throw new IllegalStateException("a point without a score");
    }
}
