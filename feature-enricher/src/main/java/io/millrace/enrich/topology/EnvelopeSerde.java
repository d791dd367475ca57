package io.millrace.enrich.topology;

import io.millrace.enrich.plan.FeaturePlan;
import io.millrace.enrich.progress.Watermark;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.sketch.codec.ByteReader;
import io.millrace.sketch.codec.ByteWriter;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * A message on a hop.
 *
 * <pre>
 * byte      version: 3 if any feature of the pipeline is a text, otherwise 2
 * byte      kind: 0 an event, 1 what became of one, 2 an announcement
 * then the sender's watermark, {@link WatermarkForm}
 * then, of an event: {@link EventCodec}
 * of what became of one:
 * signed    partition of the event, -1 where it is that of the key
 * signed    event time, milliseconds
 * signed    from when on it counts, milliseconds
 * unsigned  number of entries, each an unsigned number of values, then a double each
 * </pre>
 *
 * The forms are {@link ByteWriter}'s. Safe for concurrent use: each thread has buffers and decoders of its own.
 */
final class EnvelopeSerde implements Serde<HopMessage> {
    private static final int WITHOUT_TEXTS = 2;
    private static final int WITH_TEXTS = 3;

    private static final int PASSING = 0;
    private static final int LABELLED = 1;
    private static final int ANNOUNCED = 2;

    private final ThreadLocal<ByteWriter> writer = ThreadLocal.withInitial(ByteWriter::new);
    private final ThreadLocal<EventCodec> events;
    private final int version;

    EnvelopeSerde(FeaturePlan plan, SchemaRegistry registry) {
        this.events = ThreadLocal.withInitial(() -> new EventCodec(plan, registry));
        this.version = plan.hasTexts() ? WITH_TEXTS : WITHOUT_TEXTS;
    }

    @Override
    public Serializer<HopMessage> serializer() {
        return (topic, message) -> write(message);
    }

    @Override
    public Deserializer<HopMessage> deserializer() {
        return (topic, bytes) -> read(bytes);
    }

    byte[] write(HopMessage message) {
        ByteWriter out = writer.get().clear().writeByte(version).writeByte(kindOf(message));
        WatermarkForm.write(out, message.watermark());
        if (message instanceof HopMessage.Passing passing) {
            events.get().write(out, passing.event());
        } else if (message instanceof HopMessage.Labelled labelled) {
            out.writeSigned(labelled.partition())
                    .writeSigned(labelled.timeMillis())
                    .writeSigned(labelled.countsFromMillis())
                    .writeUnsigned(labelled.entries().length);
            for (double[] entry : labelled.entries()) {
                out.writeUnsigned(entry.length);
                for (double value : entry) {
                    out.writeDouble(value);
                }
            }
        }
        return out.toBytes();
    }

    private static int kindOf(HopMessage message) {
        if (message instanceof HopMessage.Passing) {
            return PASSING;
        }
        return message instanceof HopMessage.Labelled ? LABELLED : ANNOUNCED;
    }

    HopMessage read(byte[] bytes) {
        var in = new ByteReader(bytes);
        int written = in.readByte();
        if (written != version) {
            throw new SerializationException(
                    "a message between stages in version " + written + ", this reads " + version);
        }
        int kind = in.readByte();
        Watermark watermark = WatermarkForm.read(in);
        return switch (kind) {
            case PASSING -> new HopMessage.Passing(events.get().read(in), watermark);
            case LABELLED ->
                new HopMessage.Labelled(
                        (int) in.readSigned(), in.readSigned(), in.readSigned(), entries(in), watermark);
            case ANNOUNCED -> new HopMessage.Announced(watermark);
            default -> throw new SerializationException("a message between stages of kind " + kind);
        };
    }

    private static double[][] entries(ByteReader in) {
        double[][] entries = new double[in.readCount()][];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = new double[in.readCount()];
            for (int j = 0; j < entries[i].length; j++) {
                entries[i][j] = in.readDouble();
            }
        }
        return entries;
    }
}
