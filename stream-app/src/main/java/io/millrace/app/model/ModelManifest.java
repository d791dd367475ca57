package io.millrace.app.model;

import java.util.Collections;
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
 * @param inputs the graph's inputs, at least one, in the order of the file
 * @param golden rows with known scores, at least one, each as long as {@link #features}
 * @param tolerance how far a score may lie from a golden one of at most 1, in [0, 1]; see {@link #allowance}
 * @param training where the model came from: free figures, in file order, nested keys joined by a dot
 */
public record ModelManifest(
        String name,
        String version,
        String file,
        String sha256,
        List<ModelInput> inputs,
        List<GoldenRow> golden,
        double tolerance,
        Map<String, String> training) {
    /** Float32 arithmetic of one model differs by about this much between processors. */
    public static final double DEFAULT_TOLERANCE = 1e-5;

    public ModelManifest {
        inputs = List.copyOf(inputs);
        golden = List.copyOf(golden);
        training = Collections.unmodifiableMap(new LinkedHashMap<>(training));
        var width = features(inputs).size();
        if (width == 0) {
            throw new IllegalArgumentException("there must be an input");
        }
        if (golden.isEmpty() || golden.stream().anyMatch(row -> row.row().size() != width)) {
            throw new IllegalArgumentException("golden rows must be some, each with " + width + " features");
        }
        if (!(tolerance >= 0 && tolerance <= 1)) { // written so that NaN fails too
            throw new IllegalArgumentException("tolerance outside [0, 1]: " + tolerance);
        }
    }

    /** A model with one input, which takes all features. */
    public ModelManifest(
            String name,
            String version,
            String file,
            String sha256,
            String input,
            List<String> features,
            List<GoldenRow> golden,
            double tolerance,
            Map<String, String> training) {
        this(name, version, file, sha256, List.of(ModelInput.only(input, features)), golden, tolerance, training);
    }

    /** The names of all features in the order of golden rows: that of the inputs, each where it comes first. */
    public List<String> features() {
        return features(inputs);
    }

    /**
     * How far a score may lie from the golden one: the tolerance, and as many times more as the golden score is greater than
     * 1. A float32 of 100 has neighbours 8e-6 away.
     */
    double allowance(GoldenRow golden) {
        return tolerance * Math.max(1, Math.abs(golden.score()));
    }

    static List<String> features(List<ModelInput> inputs) {
        return inputs.stream()
                .flatMap(input -> input.features().stream())
                .distinct()
                .toList();
    }
}
