package io.millrace.drift.quality;

import io.millrace.sketch.codec.ByteReader;
import io.millrace.sketch.codec.ByteWriter;

/**
 * Bytes of summaries: a version byte, a byte for the kind, counts as variable-length numbers, sums as the doubles they are made of. At most
 * {@value #MOST_BYTES} bytes, however many rows. A summary that was decoded goes on to the same bytes as the one that was encoded. Bytes
 * that no summary has are refused with an IllegalArgumentException. Safe for concurrent use.
 */
public final class QualityCodec {
    /** What a summary takes at most. */
    public static final int MOST_BYTES = 64 * 1024;

    private static final int VERSION = 1;
    private static final int CLASSIFICATION = 0;
    private static final int REGRESSION = 1;
    private static final int EXPECTED = 2;

    private QualityCodec() {}

    /** The bytes of a summary. */
    public static byte[] encode(QualitySummary summary) {
        var out = begin(summary instanceof ClassificationSummary ? CLASSIFICATION : REGRESSION);
        summary.write(out);
        return out.toBytes();
    }

    /** The bytes of a summary. */
    public static byte[] encode(ExpectedQuality summary) {
        var out = begin(EXPECTED);
        summary.write(out);
        return out.toBytes();
    }

    /**
     * What was encoded.
     *
     * @throws IllegalArgumentException if no such summary of this version has these bytes
     */
    public static ClassificationSummary classification(byte[] bytes) {
        return decode(CLASSIFICATION, bytes, in -> QualitySummary.read(new ClassificationSummary(), in));
    }

    /**
     * What was encoded.
     *
     * @throws IllegalArgumentException if no such summary of this version has these bytes
     */
    public static RegressionSummary regression(byte[] bytes) {
        return decode(REGRESSION, bytes, in -> QualitySummary.read(new RegressionSummary(), in));
    }

    /**
     * What was encoded.
     *
     * @throws IllegalArgumentException if no such summary of this version has these bytes
     */
    public static ExpectedQuality expected(byte[] bytes) {
        return decode(EXPECTED, bytes, ExpectedQuality::read);
    }

    private static ByteWriter begin(int kind) {
        return new ByteWriter().writeByte(VERSION).writeByte(kind);
    }

    @FunctionalInterface
    private interface Body<T> {
        T read(ByteReader in);
    }

    private static <T> T decode(int kind, byte[] bytes, Body<T> body) {
        if (bytes.length > MOST_BYTES) {
            throw new IllegalArgumentException("no summary of quality: " + bytes.length + " bytes");
        }
        var in = new ByteReader(bytes);
        try {
            int version = in.readByte();
            Stored.require(version == VERSION, "version " + version + ", this code knows " + VERSION);
            int found = in.readByte();
            Stored.require(found == kind, "kind " + found + " where " + kind + " is expected");
            var summary = body.read(in);
            Stored.require(in.remaining() == 0, in.remaining() + " bytes too many");
            return summary;
        } catch (IllegalStateException damaged) {
            throw new IllegalArgumentException("no summary of quality: " + damaged.getMessage(), damaged);
        }
    }
}
