package io.millrace.drift.sketch;

import io.millrace.drift.profile.Bins;
import io.millrace.drift.profile.FeatureProfile;
import io.millrace.drift.profile.TextProfile;
import io.millrace.sketch.DistinctSketch;
import io.millrace.sketch.QuantileSketch;
import io.millrace.sketch.codec.ByteReader;
import io.millrace.sketch.codec.ByteWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.CRC32;

/**
 * Bytes of summaries: a version byte, a byte for the kind, four bytes that say over which profile it was counted, then
 * counts as variable-length numbers, and the sketches. At most {@value #MOST_BYTES} bytes, however many rows. A summary
 * that was decoded goes on to the same bytes as the one that was encoded.
 *
 * <p>Bytes counted over another profile cannot be merged with ours; they decode to nothing. Bytes that no summary has
 * are refused with an IllegalArgumentException. Safe for concurrent use.
 */
public final class SummaryCodec {
    /** What a summary takes at most. */
    public static final int MOST_BYTES = 8192;

    private static final int VERSION = 1;
    private static final int NUMBERS = 0;
    private static final int TEXTS = 1;

    private SummaryCodec() {}

    /** The bytes of a summary. */
    public static byte[] encode(NumberSummary summary) {
        var out = begin(NUMBERS, layout(summary.reference()));
        out.writeUnsigned(summary.missing())
                .writeUnsigned(summary.infinite())
                .writeUnsigned(summary.below())
                .writeUnsigned(summary.above())
                .writeUnsigned(summary.count());
        if (summary.count() > 0) {
            out.writeDouble(summary.moments().mean())
                    .writeDouble(summary.moments().squares())
                    .writeDouble(summary.min())
                    .writeDouble(summary.max());
            write(summary.counts(), out);
            summary.quantiles().write(out);
        }
        return out.toBytes();
    }

    /** The bytes of a summary. */
    public static byte[] encode(TextSummary summary) {
        var out = begin(TEXTS, layout(summary.reference()));
        out.writeUnsigned(summary.missing()).writeUnsigned(summary.others().total());
        write(summary.counts(), out);
        var others = summary.others().counts();
        out.writeUnsigned(others.size());
        others.forEach((text, count) ->
                out.writeBytes(text.getBytes(StandardCharsets.UTF_8)).writeUnsigned(count));
        summary.sketch().write(out);
        return out.toBytes();
    }

    /**
     * What was encoded.
     *
     * @return empty if it was counted over another profile
     * @throws IllegalArgumentException if no summary of this version has these bytes
     */
    public static Optional<NumberSummary> decode(FeatureProfile reference, byte[] bytes) {
        return decode(NUMBERS, layout(reference), bytes, in -> numbers(reference, in));
    }

    /**
     * What was encoded.
     *
     * @return empty if it was counted over another profile
     * @throws IllegalArgumentException if no summary of this version has these bytes
     */
    public static Optional<TextSummary> decode(TextProfile reference, byte[] bytes) {
        return decode(TEXTS, layout(reference), bytes, in -> texts(reference, in));
    }

    private static NumberSummary numbers(FeatureProfile reference, ByteReader in) {
        long missing = count(in);
        long infinite = count(in);
        long below = count(in);
        long above = count(in);
        long count = count(in);
        if (count == 0) {
            require(below == 0 && above == 0, "values outside of the range, and none at all");
            var none = NumberSummary.over(reference);
            return NumberSummary.restored(
                    reference,
                    none.counts(),
                    none.moments(),
                    none.quantiles(),
                    missing,
                    infinite,
                    0,
                    0,
                    none.min(),
                    none.max());
        }
        double mean = in.readDouble();
        double squares = in.readDouble();
        double min = in.readDouble();
        double max = in.readDouble();
        require(Double.isFinite(min) && Double.isFinite(max) && min <= max, "a range of " + min + " to " + max);
        long[] counts = counts(reference.bins().size(), in);
        var quantiles = new QuantileSketch();
        quantiles.read(in);
        require(Arrays.stream(counts).sum() == count, "bins of another number of values than " + count);
        require(below <= count - above, "more values outside of the range than there are");
        var moments = new Moments(count, mean, squares);
        return NumberSummary.restored(reference, counts, moments, quantiles, missing, infinite, below, above, min, max);
    }

    private static TextSummary texts(TextProfile reference, ByteReader in) {
        long missing = count(in);
        var others = new FrequentTexts();
        others.restoreTotal(count(in));
        long[] counts = counts(reference.categories().size(), in);
        int kept = in.readCount();
        require(kept <= FrequentTexts.MOST, kept + " texts where at most " + FrequentTexts.MOST + " are kept");
        for (int i = 0; i < kept; i++) {
            byte[] text = in.readBytes();
            require(text != null, "a text that is none");
            others.restore(new String(text, StandardCharsets.UTF_8), count(in));
        }
        require(
                others.counts().size() == kept && others.kept() >= 0 && others.kept() <= others.total(),
                "texts that contradict their number");
        var distinct = new DistinctSketch();
        distinct.read(in);
        return TextSummary.restored(reference, counts, others, distinct, missing);
    }

    private static <T> Optional<T> decode(int kind, int layout, byte[] bytes, Function<ByteReader, T> read) {
        var in = new ByteReader(bytes);
        try {
            int version = in.readByte();
            require(version == VERSION, "a summary of version " + version + ", this code knows " + VERSION);
            require(in.readByte() == kind, "a summary of another kind of column");
            if (in.readInt() != layout) {
                return Optional.empty();
            }
            T summary = read.apply(in);
            require(in.remaining() == 0, in.remaining() + " bytes too many");
            return Optional.of(summary);
        } catch (IllegalStateException damaged) {
            throw new IllegalArgumentException("no summary: " + damaged.getMessage(), damaged);
        }
    }

    private static ByteWriter begin(int kind, int layout) {
        return new ByteWriter().writeByte(VERSION).writeByte(kind).writeInt(layout);
    }

    private static void write(long[] counts, ByteWriter out) {
        for (long count : counts) {
            out.writeUnsigned(count);
        }
    }

    private static long[] counts(int bins, ByteReader in) {
        long[] counts = new long[bins];
        for (int i = 0; i < bins; i++) {
            counts[i] = count(in);
        }
        return counts;
    }

    private static long count(ByteReader in) {
        long count = in.readUnsigned();
        require(count >= 0, "a count of " + count);
        return count;
    }

    private static void require(boolean sound, String otherwise) {
        if (!sound) {
            throw new IllegalStateException(otherwise);
        }
    }

    private static int layout(FeatureProfile reference) {
        var layout = new ByteWriter()
                .writeBytes(reference.name().getBytes(StandardCharsets.UTF_8))
                .writeByte(reference.bins() instanceof Bins.ByValue ? 1 : 0)
                .writeDouble(reference.min())
                .writeDouble(reference.max());
        for (double bound : reference.bins().bounds()) {
            layout.writeDouble(bound);
        }
        return checksum(layout);
    }

    private static int layout(TextProfile reference) {
        var layout = new ByteWriter().writeBytes(reference.name().getBytes(StandardCharsets.UTF_8));
        for (var category : reference.categories()) {
            layout.writeBytes(category.name().getBytes(StandardCharsets.UTF_8)).writeUnsigned(category.count());
        }
        return checksum(layout);
    }

    private static int checksum(ByteWriter layout) {
        var checksum = new CRC32();
        checksum.update(layout.toBytes());
        return (int) checksum.getValue();
    }
}
