package io.millrace.drift.outcome;

import io.millrace.drift.bytes.StateBytes;
import io.millrace.drift.estimate.Cbpe;
import io.millrace.drift.quality.ExpectedQuality;
import io.millrace.drift.quality.QualityCodec;
import io.millrace.drift.quality.QualitySummary;
import io.millrace.sketch.codec.ByteReader;
import io.millrace.sketch.codec.ByteWriter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is counted of one window, version, variant and segment, and what is expected of it. Not safe for use by several threads. */
final class WindowQuality {
    private static final int VERSION = 1;

    private final QualityKind kind;
    private final QualitySummary known;
    private final ExpectedQuality expected;

    private WindowQuality(QualityKind kind, QualitySummary known, ExpectedQuality expected) {
        this.kind = kind;
        this.known = known;
        this.expected = expected;
    }

    static WindowQuality empty(QualitySettings settings) {
        return new WindowQuality(settings.kind(), settings.kind().empty(), new ExpectedQuality());
    }

    /** @param cbpe null where nothing can be expected */
    void predicted(Prediction prediction, @Nullable Cbpe cbpe) {
        known.predicted();
        if (cbpe != null) {
            expected.add(cbpe.probability(prediction.score()), prediction.answer());
        }
    }

    void paired(Prediction prediction, Outcome outcome, Worth worth) {
        kind.pair(known, prediction, outcome);
        worth.of(prediction.facts().get(), outcome.label()).forEach(known::addValue);
    }

    /** Adds what another one counted, which is not changed. */
    void merge(WindowQuality other) {
        kind.merge(known, other.known);
        expected.merge(other.expected);
    }

    QualitySummary known() {
        return known;
    }

    ExpectedQuality expected() {
        return expected;
    }

    /** A version byte, by which settings it was counted, and both. */
    byte[] encode(QualitySettings settings) {
        return new ByteWriter()
                .writeByte(VERSION)
                .writeInt(layout(settings))
                .writeBytes(QualityCodec.encode(known))
                .writeBytes(QualityCodec.encode(expected))
                .toBytes();
    }

    private static int layout(QualitySettings settings) {
        return StateBytes.layout(
                settings.kind().code(), settings.windows().length().toString());
    }

    /**
     * What was encoded, less sums that nobody asks for any more.
     *
     * @return empty if it was counted in other windows, or of another kind of answers
     * @throws IllegalArgumentException if the bytes are none of ours, or of another version
     */
    static Optional<WindowQuality> decode(QualitySettings settings, byte[] bytes) {
        var in = new ByteReader(bytes);
        try {
            if (in.readByte() != VERSION) {
                throw new IllegalArgumentException("no quality of a window of version " + VERSION);
            }
            if (in.readInt() != layout(settings)) {
                return Optional.empty();
            }
            byte[] known = in.readBytes();
            byte[] expected = in.readBytes();
            if (known == null || expected == null || in.remaining() > 0) {
                throw new IllegalArgumentException("no quality of a window");
            }
            var kind = settings.kind();
            var summary = kind.decode(known);
            summary.retainValues(settings.worths());
            return Optional.of(new WindowQuality(kind, summary, QualityCodec.expected(expected)));
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException("no quality of a window: it breaks off", e);
        }
    }
}
