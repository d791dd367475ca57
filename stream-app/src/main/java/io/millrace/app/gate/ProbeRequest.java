package io.millrace.app.gate;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * What a probe is told on its standard input. It gets the model's bytes themselves: whatever happens to the file meanwhile,
 * what is tried is what was looked at, and a probe needs no right to read anything.
 *
 * @param manifest the text of {@code model.yaml}
 * @param score which number of the answer is the score, as a pipeline file says it
 * @param millis after which the probe ends itself, should nobody be left to end it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ProbeRequest(String manifest, String score, long millis, byte[] model) {
    void writeTo(OutputStream stream) throws IOException {
        var out = new DataOutputStream(stream);
        write(out, manifest.getBytes(StandardCharsets.UTF_8));
        write(out, score.getBytes(StandardCharsets.UTF_8));
        out.writeLong(millis);
        write(out, model);
        out.flush();
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static ProbeRequest readFrom(InputStream stream) throws IOException {
        var in = new DataInputStream(stream);
        return new ProbeRequest(
                new String(read(in), StandardCharsets.UTF_8),
                new String(read(in), StandardCharsets.UTF_8),
                in.readLong(),
                read(in));
    }

    private static byte[] read(DataInputStream in) throws IOException {
        var bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return bytes;
    }
}
