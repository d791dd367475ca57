package io.millrace.enrich.topology;

import io.millrace.enrich.codec.ByteReader;
import io.millrace.enrich.codec.ByteWriter;
import io.millrace.enrich.progress.Watermark;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What senders said last, in a store.
 *
 * <pre>
 * key    byte      0 sends events, 1 labels
 *        unsigned  partition of the sender
 * value  byte      version, 1
 *        signed    watermark, milliseconds, -1 if unknown
 *        byte      1 if idle
 * </pre>
 *
 * The forms are {@link ByteWriter}'s. Confined to one thread.
 */
final class KeptProgress {
    private static final int VERSION = 1;
    private static final int EVENTS = 0;
    private static final int LABELS = 1;

    private final KeyValueStore<Bytes, byte[]> store;
    private final ByteWriter writer = new ByteWriter();

    KeptProgress(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    void keep(Watermark watermark) {
        writer.clear()
                .writeByte(watermark.of() == Watermark.Of.EVENTS ? EVENTS : LABELS)
                .writeUnsigned(watermark.sender());
        Bytes key = Bytes.wrap(writer.toBytes());
        writer.clear().writeByte(VERSION).writeSigned(watermark.timeMillis()).writeByte(watermark.idle() ? 1 : 0);
        store.put(key, writer.toBytes());
    }

    void tell(Consumer<Watermark> listener) {
        try (var kept = store.all()) {
            while (kept.hasNext()) {
                var entry = kept.next();
                listener.accept(read(entry.key.get(), entry.value));
            }
        }
    }

    private static Watermark read(byte[] key, byte[] value) {
        var at = new ByteReader(key);
        var in = new ByteReader(value);
        Watermark.Of of = at.readByte() == EVENTS ? Watermark.Of.EVENTS : Watermark.Of.LABELS;
        int sender = (int) at.readUnsigned();
        int version = in.readByte();
        if (version != VERSION) {
            throw new IllegalStateException("progress in version " + version + ", this reads " + VERSION);
        }
        return new Watermark(of, sender, in.readSigned(), in.readByte() == 1);
    }
}
