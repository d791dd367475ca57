package io.millrace.drift.outcome;

import io.millrace.drift.window.AlertState;
import io.millrace.drift.window.Progress;
import io.millrace.drift.window.Segment;
import io.millrace.sketch.codec.ByteReader;
import io.millrace.sketch.codec.ByteWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of what is kept, and of what parts tell each other: a version byte, a kind where there are several, then fields. The serdes are safe for
 * concurrent use and throw IllegalArgumentException for bytes they did not write.
 */
final class QualitySerdes {
    private static final int VERSION = 1;
    private static final int PREDICTION = 0;
    private static final int OUTCOME = 1;
    private static final int OTHER = 2;
    private static final int MORE_OF_PREDICTION = 3;

    static final Serde<Told> TOLD = serde(QualitySerdes::write, QualitySerdes::told);
    static final Serde<EventState> EVENT = serde(QualitySerdes::write, QualitySerdes::event);
    static final Serde<QualityReport> REPORT = serde(QualitySerdes::write, QualitySerdes::report);
    static final Serde<Told.Reader> READER = serde(QualitySerdes::write, QualitySerdes::reader);
    static final Serde<Progress> PROGRESS = serde(QualitySerdes::write, QualitySerdes::progress);
    static final Serde<Said> SAID = serde(QualitySerdes::write, QualitySerdes::said);
    static final Serde<Baseline> BASELINE = serde(QualitySerdes::write, QualitySerdes::baseline);
    static final Serde<AlertState> ALERT_STATE = Serdes.serdeFrom(
            (topic, state) -> state == null ? null : state.encode(),
            (topic, bytes) -> bytes == null ? null : AlertState.decode(bytes));

    private QualitySerdes() {}

    /** Null is a deleted entry, on the way in and out. */
    private static <T> Serde<T> serde(BiConsumer<T, ByteWriter> write, Function<ByteReader, T> read) {
        return Serdes.serdeFrom(
                (topic, value) -> value == null ? null : bytes(value, write),
                (topic, bytes) -> bytes == null ? null : value(bytes, read));
    }

    private static <T> byte[] bytes(T value, BiConsumer<T, ByteWriter> write) {
        var out = new ByteWriter().writeByte(VERSION);
        write.accept(value, out);
        return out.toBytes();
    }

    private static <T> T value(byte[] bytes, Function<ByteReader, T> read) {
        var in = new ByteReader(bytes);
        try {
            if (in.readByte() != VERSION) {
                throw new IllegalArgumentException("not bytes of version " + VERSION);
            }
            T value = read.apply(in);
            if (in.remaining() > 0) {
                throw new IllegalArgumentException(in.remaining() + " bytes too many");
            }
            return value;
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException("bytes that break off", e);
        }
    }

    private static void write(Told told, ByteWriter out) {
        if (told instanceof Told.Predicted predicted) {
            write(predicted.id(), out.writeByte(kind(predicted.prediction())));
            write(predicted.prediction(), out);
        } else if (told instanceof Told.Labelled labelled) {
            write(labelled.id(), out.writeByte(OUTCOME));
            write(labelled.outcome(), out);
        } else if (told instanceof Told.Reached reached) {
            write(reached.reader(), out.writeByte(OTHER));
            write(reached.progress(), out);
        }
    }

    private static Told told(ByteReader in) {
        int kind = in.readByte();
        return switch (kind) {
            case PREDICTION, MORE_OF_PREDICTION -> new Told.Predicted(text(in), prediction(kind, in));
            case OUTCOME -> new Told.Labelled(text(in), outcome(in));
            case OTHER -> new Told.Reached(reader(in), progress(in));
            default -> throw new IllegalArgumentException("unknown kind: " + kind);
        };
    }

    private static void write(EventState state, ByteWriter out) {
        if (state instanceof EventState.Open open) {
            write(open.prediction(), out.writeByte(kind(open.prediction())));
        } else if (state instanceof EventState.Early early) {
            write(early.outcome(), out.writeByte(OUTCOME));
        } else if (state instanceof EventState.Paired paired) {
            out.writeByte(OTHER).writeSigned(paired.eventTimeMillis());
        }
    }

    private static EventState event(ByteReader in) {
        int kind = in.readByte();
        return switch (kind) {
            case PREDICTION, MORE_OF_PREDICTION -> new EventState.Open(prediction(kind, in));
            case OUTCOME -> new EventState.Early(outcome(in));
            case OTHER -> new EventState.Paired(in.readSigned());
            default -> throw new IllegalArgumentException("unknown kind: " + kind);
        };
    }

    private static void write(QualityReport report, ByteWriter out) {
        if (report instanceof QualityReport.Counted counted) {
            out.writeByte(PREDICTION)
                    .writeUnsigned(counted.partition())
                    .writeBytes(counted.cell().key().get())
                    .writeBytes(counted.quality().get());
        } else if (report instanceof QualityReport.Reached reached) {
            out.writeByte(OTHER).writeUnsigned(reached.partition()).writeSigned(reached.watermarkMillis());
        }
    }

    private static QualityReport report(ByteReader in) {
        int kind = in.readByte();
        return switch (kind) {
            case PREDICTION -> new QualityReport.Counted(partition(in), Cell.of(bytes(in)), Bytes.wrap(bytes(in)));
            case OTHER -> new QualityReport.Reached(partition(in), in.readSigned());
            default -> throw new IllegalArgumentException("unknown kind of report: " + kind);
        };
    }

    /** One that nothing splits and that is not calibrated is written as it was before either could be. */
    private static int kind(Prediction prediction) {
        return prediction.segments().isEmpty() && !prediction.calibrated() ? PREDICTION : MORE_OF_PREDICTION;
    }

    private static void write(Prediction prediction, ByteWriter out) {
        out.writeSigned(prediction.eventTimeMillis());
        write(prediction.version(), out);
        write(prediction.variant(), out);
        out.writeDouble(prediction.score())
                .writeByte(prediction.answer() ? 1 : 0)
                .writeBytes(prediction.facts().get());
        if (kind(prediction) == MORE_OF_PREDICTION) {
            out.writeByte(prediction.calibrated() ? 1 : 0)
                    .writeUnsigned(prediction.segments().size());
            prediction.segments().forEach(segment -> SegmentBytes.write(segment, out));
        }
    }

    private static Prediction prediction(int kind, ByteReader in) {
        boolean more = kind == MORE_OF_PREDICTION;
        return new Prediction(
                in.readSigned(),
                text(in),
                text(in),
                in.readDouble(),
                in.readByte() == 1,
                Bytes.wrap(bytes(in)),
                more && in.readByte() == 1,
                more ? segments(in) : List.of());
    }

    private static List<Segment> segments(ByteReader in) {
        var segments = new ArrayList<Segment>();
        for (int left = in.readCount(); left > 0; left--) {
            segments.add(SegmentBytes.read(in));
        }
        return segments;
    }

    private static void write(Outcome outcome, ByteWriter out) {
        out.writeDouble(outcome.label()).writeSigned(outcome.knownMillis());
    }

    private static Outcome outcome(ByteReader in) {
        return new Outcome(in.readDouble(), in.readSigned());
    }

    private static void write(Told.Reader reader, ByteWriter out) {
        out.writeByte(reader.input()).writeUnsigned(reader.partition());
    }

    private static Told.Reader reader(ByteReader in) {
        return new Told.Reader(in.readByte(), partition(in));
    }

    private static void write(Progress progress, ByteWriter out) {
        out.writeByte((progress.idle() ? 1 : 0) + (progress.watermark().isPresent() ? 2 : 0));
        progress.watermark().ifPresent(out::writeSigned);
    }

    private static Progress progress(ByteReader in) {
        int flags = in.readByte();
        return new Progress(
                (flags & 2) == 0 ? OptionalLong.empty() : OptionalLong.of(in.readSigned()), (flags & 1) == 1);
    }

    private static void write(Said said, ByteWriter out) {
        out.writeSigned(said.endedMillis()).writeSigned(said.closedMillis());
    }

    private static Said said(ByteReader in) {
        return new Said(in.readSigned(), in.readSigned());
    }

    private static void write(Baseline baseline, ByteWriter out) {
        out.writeUnsigned(baseline.windows()).writeBytes(baseline.quality().get());
    }

    private static Baseline baseline(ByteReader in) {
        return new Baseline(partition(in), Bytes.wrap(bytes(in)));
    }

    private static void write(String text, ByteWriter out) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(ByteReader in) {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(ByteReader in) {
        byte @Nullable [] bytes = in.readBytes();
        if (bytes == null) {
            throw new IllegalArgumentException("nothing where bytes belong");
        }
        return bytes;
    }

    private static int partition(ByteReader in) {
        long number = in.readUnsigned();
        if (number < 0 || number > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("no number of a partition: " + number);
        }
        return (int) number;
    }
}
