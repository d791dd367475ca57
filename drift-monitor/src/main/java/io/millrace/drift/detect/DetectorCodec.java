package io.millrace.drift.detect;

import io.millrace.drift.bytes.StateBytes;
import java.util.Optional;

/**
 * Bytes of a {@link Detector}: a version byte, four bytes that say by which settings it came about, then its state. A detector that was
 * decoded goes on to the same signals as the one that was encoded. At most {@link #MOST_BYTES} with default settings: ADWIN takes 16
 * bytes a bucket and has five for every doubling of its window, KSWIN 8 bytes a value and 2.5 KB of dice, the others some 50.
 *
 * <p>Immutable and safe for concurrent use.
 */
public final class DetectorCodec {
    /** What a window of 2^40 values takes in ADWIN, and more than the others. */
    public static final int MOST_BYTES = 4096;

    private static final byte VERSION = 1;

    private final DetectorSettings settings;
    private final int layout;

    /** For detectors by these settings. */
    public DetectorCodec(DetectorSettings settings) {
        this.settings = settings;
        this.layout = StateBytes.layout(settings.toString());
    }

    /**
     * The bytes of a detector.
     *
     * @throws IllegalArgumentException if it is by other settings than this codec's
     */
    public byte[] encode(Detector detector) {
        if (!detector.settings().equals(settings)) {
            throw new IllegalArgumentException("a detector by other settings: " + detector.settings());
        }
        return StateBytes.encode(VERSION, layout, detector::write);
    }

    /**
     * What was encoded.
     *
     * @return empty if it is by other settings
     * @throws IllegalArgumentException if the bytes are none of ours, or of a version this code does not know
     */
    public Optional<Detector> decode(byte[] bytes) {
        var detector = settings.begin();
        return StateBytes.decode(VERSION, layout, bytes, detector::restore) ? Optional.of(detector) : Optional.empty();
    }
}
