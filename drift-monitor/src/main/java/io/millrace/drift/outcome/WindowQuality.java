package io.millrace.drift.outcome;

import io.millrace.drift.bytes.StateBytes;
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

    /** Ends with how many predictions were calibrated; others are written as they were before any could be. */
    private static final int WITH_CALIBRATED = 2;

    private final QualityKind kind;
    private final QualitySummary known;
    private final ExpectedQuality expected;
    private long calibrated;

    private WindowQuality(QualityKind kind, QualitySummary known, ExpectedQuality expected, long calibrated) {
        this.kind = kind;
        this.known = known;
        this.expected = expected;
        this.calibrated = calibrated;
    }

    static WindowQuality empty(QualitySettings settings) {
        return new WindowQuality(settings.kind(), settings.kind().empty(), new ExpectedQuality(), 0);
    }

    /** @param expectation null where nothing can be expected */
    void predicted(Prediction prediction, @Nullable Expectation expectation) {
        known.predicted();
        if (expectation != null) {
            expected.add(expectation.probability(prediction), prediction.answer());
            calibrated += prediction.calibrated() ? 1 : 0;
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
        calibrated += other.calibrated;
    }

    QualitySummary known() {
        return known;
    }

    ExpectedQuality expected() {
        return expected;
    }

    /** Of how many predictions it was learnt how often such scores are right. */
    long calibrated() {
        return calibrated;
    }

    /** A version byte, by which settings it was counted, and both. */
    byte[] encode(QualitySettings settings) {
        var out = new ByteWriter()
                .writeByte(calibrated == 0 ? VERSION : WITH_CALIBRATED)
                .writeInt(layout(settings))
                .writeBytes(QualityCodec.encode(known))
                .writeBytes(QualityCodec.encode(expected));
        return (calibrated == 0 ? out : out.writeUnsigned(calibrated)).toBytes();
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
            int version = in.readByte();
            if (version != VERSION && version != WITH_CALIBRATED) {
                throw new IllegalArgumentException("no quality of a window of version " + VERSION);
            }
            if (in.readInt() != layout(settings)) {
                return Optional.empty();
            }
            byte[] known = in.readBytes();
            byte[] expected = in.readBytes();
            long calibrated = version == WITH_CALIBRATED ? in.readUnsigned() : 0;
            if (known == null || expected == null || calibrated < 0 || in.remaining() > 0) {
                throw new IllegalArgumentException("no quality of a window");
            }
            var kind = settings.kind();
            var summary = kind.decode(known);
            summary.retainValues(settings.worths());
            return Optional.of(new WindowQuality(kind, summary, QualityCodec.expected(expected), calibrated));
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException("no quality of a window: it breaks off", e);
        }
    }
}
