package io.millrace.app.model;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code model.yaml} says about the ONNX file beside it.
 *
 * @param name what predictions call the model
 * @param version what predictions call this training of it
 * @param file the ONNX file's name in the same folder
 * @param sha256 of the file's bytes, 64 lower-case hexadecimal digits
 * @param input the name of the graph's only input tensor, float32, shape [?, features]
 * @param features names in tensor order, each once
 * @param golden rows with known scores, at least one, each as long as {@code features}
 * @param tolerance how far a score may lie from the golden one, absolute, in [0, 1]
 * @param training where the model came from: free figures, in file order, nested keys joined by a dot
 */
public record ModelManifest(
        String name,
        String version,
        String file,
        String sha256,
        String input,
        List<String> features,
        List<GoldenRow> golden,
        double tolerance,
        Map<String, String> training) {
    /** Float32 arithmetic of one model differs by about this much between processors. */
    public static final double DEFAULT_TOLERANCE = 1e-5;

    public ModelManifest {
        features = List.copyOf(features);
        golden = List.copyOf(golden);
        training = Collections.unmodifiableMap(new LinkedHashMap<>(training));
        var width = features.size();
        if (width == 0 || new HashSet<>(features).size() != width) {
            throw new IllegalArgumentException("features must be some, and each once: " + features);
        }
        if (golden.isEmpty() || golden.stream().anyMatch(row -> row.row().size() != width)) {
            throw new IllegalArgumentException("golden rows must be some, each with " + width + " features");
        }
        if (!(tolerance >= 0 && tolerance <= 1)) { // written so that NaN fails too
            throw new IllegalArgumentException("tolerance outside [0, 1]: " + tolerance);
        }
    }
}
