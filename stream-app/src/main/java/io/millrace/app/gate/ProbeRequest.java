package io.millrace.app.gate;

import io.millrace.enrich.definition.Feature;
import io.millrace.enrich.definition.FeatureType;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a probe is told on its standard input. It gets the model's bytes themselves: whatever happens to the file meanwhile,
 * what is tried is what was looked at, and a probe needs no right to read anything.
 *
 * @param manifest the text of {@code model.yaml}
 * @param score which number of the answer is the score, as a pipeline file says it
 * @param features the pipeline's, in the order of its rows; empty if they are not compared
 * @param rows most rows of one call, 1 or more
 * @param millis after which the probe ends itself, should nobody be left to end it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ProbeRequest(
        String manifest, String score, Optional<List<Feature>> features, int rows, long millis, byte[] model) {
    private static final int UNKNOWN = -1;

    void writeTo(OutputStream stream) throws IOException {
        var out = new DataOutputStream(stream);
        write(out, manifest.getBytes(StandardCharsets.UTF_8));
        write(out, score.getBytes(StandardCharsets.UTF_8));
        write(out, features);
        out.writeInt(rows);
        out.writeLong(millis);
        write(out, model);
        out.flush();
    }

    private static void write(DataOutputStream out, Optional<List<Feature>> features) throws IOException {
        out.writeInt(features.map(List::size).orElse(UNKNOWN));
        for (var feature : features.orElse(List.of())) {
            out.writeUTF(feature.name());
            out.writeUTF(feature.type().name());
        }
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
                readFeatures(in),
                in.readInt(),
                in.readLong(),
                read(in));
    }

    private static Optional<List<Feature>> readFeatures(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count == UNKNOWN) {
            return Optional.empty();
        }
        var features = new ArrayList<Feature>(count);
        for (int i = 0; i < count; i++) {
            features.add(new Feature(in.readUTF(), FeatureType.valueOf(in.readUTF())));
        }
        return Optional.of(features);
    }

    private static byte[] read(DataInputStream in) throws IOException {
        var bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return bytes;
    }
}
