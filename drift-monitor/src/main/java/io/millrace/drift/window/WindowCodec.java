package io.millrace.drift.window;

import io.millrace.drift.bytes.Counts;
import io.millrace.drift.bytes.StateBytes;
import io.millrace.drift.profile.FeatureProfile;
import io.millrace.drift.profile.ProfiledModel;
import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.drift.profile.TextProfile;
import io.millrace.drift.sketch.NumberSummary;
import io.millrace.drift.sketch.SummaryCodec;
import io.millrace.drift.sketch.TextSummary;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Bytes of a {@link WindowAccumulator}, part by part: for each segment a head (a version byte, four bytes that say over which profile and
 * length it counted, and its rows, models and signals), and a summary of each column ({@link SummaryCodec}), at most {@value SummaryCodec#MOST_BYTES} bytes.
 *
 * <p>Parts that were written over another profile or length cannot be merged with ours; they decode to nothing. A
 * column that is not there has counted nothing. Safe for concurrent use.
 */
public final class WindowCodec {
    private static final byte VERSION = 2;

    private static final byte NO_MODEL = 0;
    private static final byte ONE_MODEL = 1;
    private static final byte SEVERAL_MODELS = 2;

    private final ReferenceProfile profile;
    private final int layout;

    /** What the head of a segment says. */
    private record Head(
            long rows, long earliestMillis, long latestMillis, ModelVersions models, SortedMap<String, Long> signals) {}

    /**
     * For accumulators over one profile and one length of windows.
     *
     * @param length of what is counted together
     */
    public WindowCodec(ReferenceProfile profile, Duration length) {
        this.profile = profile;
        this.layout = layout(profile, length);
    }

    private static int layout(ReferenceProfile profile, Duration length) {
        var text = new StringBuilder().append(length.toMillis());
        for (var column : profile.columns()) {
            text.append('|').append(column.name()).append(column.bins());
        }
        for (var column : profile.texts()) {
            text.append('|').append(column.name()).append(column.categories());
        }
        if (!Double.isNaN(profile.outlierLimit())) {
            text.append("|outliers above ").append(profile.outlierLimit());
        }
        return StateBytes.layout(text.toString());
    }

    /** All parts of an accumulator over this codec's profile, the head of the whole first. */
    public Map<Part, byte[]> encode(WindowAccumulator window) {
        var parts = new LinkedHashMap<Part, byte[]>();
        window.segments().keySet().forEach(segment -> parts.putAll(encode(window, segment)));
        return parts;
    }

    /** The parts of one segment that the accumulator has, its head first. */
    public Map<Part, byte[]> encode(WindowAccumulator window, Segment segment) {
        var rows = Objects.requireNonNull(window.segments().get(segment), "no such segment");
        var bytes = new ArrayList<byte[]>();
        bytes.add(head(window, rows, segment.equals(Segment.WHOLE) ? window.told() : Collections.emptySortedMap()));
        rows.numbers().forEach(column -> bytes.add(SummaryCodec.encode(column)));
        rows.texts().forEach(column -> bytes.add(SummaryCodec.encode(column)));
        var parts = new LinkedHashMap<Part, byte[]>();
        parts(segment).forEach(part -> parts.put(part, bytes.get(part.column())));
        return parts;
    }

    /** What a segment consists of, its head first. */
    public List<Part> parts(Segment segment) {
        int columns = profile.columns().size() + profile.texts().size();
        return IntStream.rangeClosed(Part.HEAD, columns)
                .mapToObj(column -> new Part(segment, column))
                .toList();
    }

    private byte[] head(WindowAccumulator window, RowsSummary rows, SortedMap<String, Long> signals) {
        return StateBytes.encode(VERSION, layout, out -> {
            Counts.write(out, rows.rows());
            out.writeLong(window.earliestMillis());
            out.writeLong(window.latestMillis());
            write(out, rows.models());
            Counts.write(out, signals.size());
            for (var signal : signals.entrySet()) {
                out.writeUTF(signal.getKey());
                Counts.write(out, signal.getValue());
            }
        });
    }

    /**
     * What was encoded.
     *
     * @return empty if it was counted over another profile or length, or has no head
     * @throws IllegalArgumentException if the bytes are none of ours, or of a version this code does not know
     */
    public Optional<WindowAccumulator> decode(Map<Part, byte[]> parts) {
        var heads = new TreeMap<Segment, Head>();
        for (var entry : parts.entrySet()) {
            if (entry.getKey().column() == Part.HEAD) {
                var head = head(entry.getValue());
                if (head.isEmpty()) {
                    return Optional.empty();
                }
                heads.put(entry.getKey().segment(), head.get());
            }
        }
        var whole = heads.get(Segment.WHOLE);
        if (whole == null) {
            return Optional.empty();
        }
        var segments = new TreeMap<Segment, RowsSummary>();
        heads.forEach((segment, head) -> segments.put(segment, rows(segment, head, parts)));
        return Optional.of(WindowAccumulator.restored(
                profile, segments, whole.signals(), whole.earliestMillis(), whole.latestMillis()));
    }

    private Optional<Head> head(byte[] bytes) {
        var read = new ArrayList<Head>();
        boolean ours = StateBytes.decode(
                VERSION,
                layout,
                bytes,
                in -> read.add(
                        new Head(Counts.read(in), in.readLong(), in.readLong(), readModels(in), readSignals(in))));
        return ours ? Optional.of(read.get(0)) : Optional.empty();
    }

    private static SortedMap<String, Long> readSignals(DataInputStream in) throws IOException {
        var signals = new TreeMap<String, Long>();
        for (long left = Counts.read(in); left > 0; left--) {
            signals.put(in.readUTF(), Counts.read(in));
        }
        return signals;
    }

    private RowsSummary rows(Segment segment, Head head, Map<Part, byte[]> parts) {
        var numbers = new ArrayList<NumberSummary>();
        var texts = new ArrayList<TextSummary>();
        int column = Part.HEAD;
        for (FeatureProfile reference : profile.columns()) {
            byte[] bytes = parts.get(new Part(segment, ++column));
            numbers.add(Optional.ofNullable(bytes)
                    .flatMap(found -> SummaryCodec.decode(reference, found))
                    .orElseGet(() -> NumberSummary.over(reference)));
        }
        for (TextProfile reference : profile.texts()) {
            byte[] bytes = parts.get(new Part(segment, ++column));
            texts.add(Optional.ofNullable(bytes)
                    .flatMap(found -> SummaryCodec.decode(reference, found))
                    .orElseGet(() -> TextSummary.over(reference)));
        }
        return new RowsSummary(numbers, texts, head.rows(), head.models());
    }

    private static void write(DataOutputStream out, ModelVersions models) throws IOException {
        var only = models.only();
        if (only != null) {
            out.writeByte(ONE_MODEL);
            out.writeUTF(only.name());
            out.writeUTF(only.version());
            out.writeUTF(only.sha256());
        } else {
            out.writeByte(models.several() ? SEVERAL_MODELS : NO_MODEL);
        }
    }

    private static ModelVersions readModels(DataInputStream in) throws IOException {
        byte kind = in.readByte();
        return switch (kind) {
            case NO_MODEL -> ModelVersions.NONE;
            case ONE_MODEL -> ModelVersions.of(new ProfiledModel(in.readUTF(), in.readUTF(), in.readUTF()));
            case SEVERAL_MODELS -> ModelVersions.SEVERAL;
            default -> throw new IllegalArgumentException("unknown kind of models: " + kind);
        };
    }
}
