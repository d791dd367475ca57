package io.millrace.enrich.topology;

import io.millrace.enrich.progress.Watermark;
import io.millrace.sketch.codec.ByteReader;
import io.millrace.sketch.codec.ByteWriter;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What all senders said last, as one entry of a store, so that a commit writes one record however many they are.
 *
 * <pre>
 * key    00
 * value  byte      version, 1
 *        unsigned  number of senders, then for each:
 *        byte      bit 0 if it sends labels, bit 1 if it is idle
 *        unsigned  its partition
 *        signed    its watermark, milliseconds, -1 if unknown
 * </pre>
 *
 * The forms are {@link ByteWriter}'s. Confined to one thread.
 */
final class KeptProgress {
    private static final int VERSION = 1;
    private static final Bytes KEY = Bytes.wrap(new byte[1]);

    private final KeyValueStore<Bytes, byte[]> store;
    private final ByteWriter writer = new ByteWriter();

    KeptProgress(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    void keep(List<Watermark> said) {
        writer.clear().writeByte(VERSION).writeUnsigned(said.size());
        said.forEach(watermark -> WatermarkForm.write(writer, watermark));
        store.put(KEY, writer.toBytes());
    }

    void tell(Consumer<Watermark> listener) {
        byte[] kept = store.get(KEY);
        if (kept == null) {
            return;
        }
        var in = new ByteReader(kept);
        int version = in.readByte();
        if (version != VERSION) {
            throw new IllegalStateException("progress in version " + version + ", this reads " + VERSION);
        }
        int senders = in.readCount();
        for (int i = 0; i < senders; i++) {
            listener.accept(WatermarkForm.read(in));
        }
    }
}
