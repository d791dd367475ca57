package io.millrace.app.model;

import io.millrace.app.yaml.YamlDocument;
import io.millrace.app.yaml.YamlMapping;
import io.millrace.app.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads {@code model.yaml}. */
public final class ManifestFile {
    public static final String NAME = "model.yaml";

    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*\\.onnx");
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    private ManifestFile() {}

    /**
     * Reads a manifest; every mistake goes to the document's problems.
     *
     * @return a manifest also despite mistakes in what has a default, so that the model can still be checked against the
     *     rest; empty if too little is there for that
     */
    public static Optional<ModelManifest> read(YamlDocument document) {
        var top = document.top();
        var name = label(top, "name");
        var version = label(top, "version");
        var file = top.require("file").flatMap(v -> v.text(FILE, "the name of an .onnx file in the same folder"));
        var sha256 = top.require("sha256").flatMap(v -> v.text(SHA_256, "64 lower-case hexadecimal digits"));
        var inputs = InputSection.read(top);
        int width = ModelManifest.features(inputs).size();
        var golden = top.require("golden").map(v -> golden(v, width)).orElse(List.of());
        var tolerance = top.find("tolerance").flatMap(v -> v.number(t -> t >= 0 && t <= 1, "a number from 0 to 1"));
        var training = new LinkedHashMap<String, String>();
        top.find("training").flatMap(YamlValue::mapping).ifPresent(figures -> flatten("", figures, training));
        top.refuseUnknownKeys();

        if (file.isEmpty() || sha256.isEmpty() || inputs.isEmpty() || golden.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ModelManifest(
                name.orElse("?"),
                version.orElse("?"),
                file.get(),
                sha256.get(),
                inputs,
                golden,
                tolerance.orElse(ModelManifest.DEFAULT_TOLERANCE),
                training));
    }

    private static Optional<String> label(YamlMapping top, String key) {
        return top.require(key).flatMap(v -> v.text(LABEL, "up to 100 letters, digits, dots, dashes and underscores"));
    }

    private static List<GoldenRow> golden(YamlValue value, int width) {
        var rows = new ArrayList<GoldenRow>();
        for (var element : value.list().orElse(List.of())) {
            element.mapping().flatMap(mapping -> golden(mapping, width)).ifPresent(rows::add);
        }
        return rows;
    }

    private static Optional<GoldenRow> golden(YamlMapping mapping, int width) {
        var row = mapping.require("row").flatMap(value -> row(value, width));
        var score = mapping.require("score").flatMap(YamlValue::number);
        mapping.refuseUnknownKeys();
        return row.flatMap(cells -> score.map(s -> goldenRow(cells, s)));
    }

    private static GoldenRow goldenRow(List<Object> cells, double score) {
        var texts = new TreeMap<Integer, String>();
        var numbers = new ArrayList<Double>();
        for (int i = 0; i < cells.size(); i++) {
            if (cells.get(i) instanceof String text) {
                texts.put(i, text);
            }
            numbers.add(cells.get(i) instanceof Double number ? number : Double.NaN);
        }
        return new GoldenRow(numbers, texts, score);
    }

    /** A Double or a String for every feature. */
    private static Optional<List<Object>> row(YamlValue value, int width) {
        var elements = value.list().orElse(List.of());
        var cells = new ArrayList<Object>();
        for (var element : elements) {
            cell(element).ifPresent(cells::add);
        }
        if (!elements.isEmpty() && width > 0 && elements.size() != width) {
            value.problem("must have one value or null for each of the " + width + " features, has " + elements.size());
        }
        return width > 0 && cells.size() == width ? Optional.of(cells) : Optional.empty();
    }

    /** A number, also for true and false; a text, for whatever is none or in quotes. */
    private static Optional<Object> cell(YamlValue element) {
        if (element.isNull()) {
            return Optional.of(Double.NaN);
        }
        return element.asNumber().<Object>map(number -> number).or(element::text);
    }

    private static void flatten(String path, YamlMapping mapping, Map<String, String> figures) {
        for (var entry : mapping.entries()) {
            var key = path + entry.getKey();
            if (entry.getValue().isMapping()) {
                entry.getValue().mapping().ifPresent(nested -> flatten(key + ".", nested, figures));
            } else {
                entry.getValue().text().ifPresent(text -> figures.put(key, text));
            }
        }
    }
}
