package io.millrace.app.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import io.millrace.app.model.InvalidModelException.Mismatch;
import io.millrace.enrich.definition.Suggestion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Finds where a manifest's features go in a graph's inputs; goes on after a mistake, to find the others. */
final class InputBinder {
    /** Far beyond any sensible batch, far below what memory could not hold. */
    private static final int MOST_ROWS = 1 << 16;

    private final ModelManifest manifest;
    private final Map<String, NodeInfo> graph;
    private final List<Mismatch> mismatches;
    private final List<String> features;
    private final List<BoundInput> bound = new ArrayList<>();
    private int batch;

    private InputBinder(ModelManifest manifest, Map<String, NodeInfo> graph, List<Mismatch> mismatches) {
        this.manifest = manifest;
        this.graph = graph;
        this.mismatches = mismatches;
        this.features = manifest.features();
    }

    /** Empty, with every reason among the mismatches, if the graph takes something else than the manifest says. */
    static Optional<BoundInputs> bind(ModelManifest manifest, Map<String, NodeInfo> graph, List<Mismatch> mismatches) {
        return new InputBinder(manifest, graph, mismatches).bind();
    }

    private Optional<BoundInputs> bind() {
        int before = mismatches.size();
        if (haveTheSameNames()) {
            manifest.inputs().forEach(input -> bind(input, Objects.requireNonNull(graph.get(input.name()))));
        }
        return mismatches.size() == before ? Optional.of(new BoundInputs(bound, batch)) : Optional.empty();
    }

    private boolean haveTheSameNames() {
        int before = mismatches.size();
        var first = manifest.inputs().get(0);
        if (first.isOnly()) {
            if (graph.size() != 1 || !graph.containsKey(first.name())) {
                refuse(
                        first.key(),
                        "expected \"" + first.name() + "\" alone, the model takes " + Signature.names(graph.keySet())
                                + (graph.size() > 1 ? "; say what goes into each with `inputs`" : ""));
            }
            return mismatches.size() == before;
        }
        var said = manifest.inputs().stream().map(ModelInput::name).toList();
        for (var input : manifest.inputs()) {
            if (!graph.containsKey(input.name())) {
                refuse(
                        input.key(),
                        "the model has no input \"" + input.name() + "\""
                                + Suggestion.didYouMean(input.name(), graph.keySet()));
            }
        }
        graph.keySet().stream()
                .filter(name -> !said.contains(name))
                .forEach(name -> refuse(ModelInput.SEVERAL, "the model's input \"" + name + "\" is missing"));
        return mismatches.size() == before;
    }

    private void bind(ModelInput said, NodeInfo node) {
        int width = said.features().size();
        if (!(node.getInfo() instanceof TensorInfo tensor)) {
            refuse(
                    said.key(),
                    "must be a tensor, the model's input \"" + said.name() + "\" is " + Signature.described(node));
            return;
        }
        var type = ElementType.of(tensor.type);
        if (type.isEmpty() && tensor.type != OnnxJavaType.STRING) {
            refuse(
                    said.key(),
                    "input \"" + said.name() + "\" is " + Signature.described(node)
                            + ": nothing that features could be");
            return;
        }
        var shape = RowShape.taking(width, tensor.getShape());
        if (shape.isEmpty()) {
            refuse(
                    said.featuresKey(),
                    "expected a tensor [?, " + width + "] for " + width + (width == 1 ? " feature" : " features")
                            + ", input \"" + said.name() + "\" is " + Signature.described(node));
            return;
        }
        var columns = said.features().stream().mapToInt(features::indexOf).toArray();
        bound.add(
                type.isPresent()
                        ? new BoundInput.OfNumbers(said, type.get(), shape.get(), columns)
                        : new BoundInput.OfTexts(said, shape.get(), columns));
        takeBatch(
                said,
                shape.get().isSingle()
                        ? 1
                        : Arrays.stream(tensor.getShape()).findFirst().orElse(1));
    }

    /** @param rows that the input's shape fixes; less than 1 if it leaves them open */
    private void takeBatch(ModelInput said, long rows) {
        if (rows > MOST_ROWS) {
            refuse(said.key(), "takes " + rows + " rows at a time, at most " + MOST_ROWS + " are supported");
        } else if (rows >= 1 && batch >= 1 && rows != batch) {
            refuse(said.key(), "takes " + rows + (rows == 1 ? " row" : " rows") + " at a time, another input " + batch);
        } else if (rows >= 1) {
            batch = (int) rows;
        }
    }

    private void refuse(String key, String message) {
        mismatches.add(new Mismatch(key, message));
    }
}
