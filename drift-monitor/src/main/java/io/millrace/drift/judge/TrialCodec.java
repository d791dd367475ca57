package io.millrace.drift.judge;

import io.millrace.drift.bytes.StateBytes;
import java.util.Arrays;
import java.util.Optional;

/**
 * Bytes of a {@link Trial}: a version byte, four bytes that say by which settings and cuts it counted, then counts and sums. A few
 * hundred bytes. A trial that was decoded goes on to the same bits as the one that was encoded.
 *
 * <p>Bytes counted by other settings mean something else here; they decode to nothing. Safe for concurrent use.
 */
public final class TrialCodec {
    private static final byte VERSION = 1;

    private final JudgeSettings settings;
    private final ScoreReference reference;
    private final int layout;

    /** For trials by these settings and cuts. */
    public TrialCodec(JudgeSettings settings, ScoreReference reference) {
        this.settings = settings;
        this.reference = reference;
        this.layout = layout(settings, reference.cutsAsArray());
    }

    /** What a count depends on. Rates and what is tolerated are applied to counts, and may change amid a trial. */
    static int layout(JudgeSettings settings, double[] cuts) {
        return StateBytes.layout(
                settings.goal().name(),
                settings.loss().kind().name(),
                Double.toString(settings.loss().worst()),
                Double.toString(settings.margin()),
                Double.toString(settings.maxLatency()),
                settings.latencyFloor().toString(),
                Arrays.toString(cuts));
    }

    /**
     * The bytes of a trial.
     *
     * @throws IllegalArgumentException if it is by other settings or cuts than this codec's
     */
    public byte[] encode(Trial trial) {
        if (trial.layout() != layout) {
            throw new IllegalArgumentException("a trial by other settings");
        }
        return StateBytes.encode(VERSION, layout, trial::write);
    }

    /**
     * What was encoded.
     *
     * @return empty if it was counted by other settings or cuts
     * @throws IllegalArgumentException if the bytes are none of ours, or of a version this code does not know
     */
    public Optional<Trial> decode(byte[] bytes) {
        var trial = new Trial(settings, reference);
        return StateBytes.decode(VERSION, layout, bytes, trial::read) ? Optional.of(trial) : Optional.empty();
    }
}
