package io.millrace.app.model;

import io.millrace.app.yaml.YamlMapping;
import io.millrace.app.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what a manifest says of the graph's inputs: {@code input} with {@code features}, or {@code inputs}. */
final class InputSection {
    private InputSection() {}

    /** The inputs; empty after having reported why there are none. */
    static List<ModelInput> read(YamlMapping top) {
        var several = top.find(ModelInput.SEVERAL);
        if (several.isEmpty()) {
            return only(top);
        }
        for (var other : List.of(ModelInput.ONLY, ModelInput.FEATURES)) {
            top.find(other).ifPresent(value -> value.problem("`inputs` says it already"));
        }
        return several.get().isMapping() ? byName(several.get()) : sameNames(several.get());
    }

    private static List<ModelInput> only(YamlMapping top) {
        var name = top.require(ModelInput.ONLY).flatMap(YamlValue::text);
        var features =
                top.require(ModelInput.FEATURES).map(InputSection::features).orElse(List.of());
        return name.isPresent() && !features.isEmpty() ? List.of(ModelInput.only(name.get(), features)) : List.of();
    }

    /** Each input with what it takes. */
    private static List<ModelInput> byName(YamlValue inputs) {
        var read = new ArrayList<ModelInput>();
        for (var entry : inputs.mapping().map(YamlMapping::entries).orElse(List.of())) {
            var name = entry.getKey();
            var key = ModelInput.SEVERAL + "." + name;
            var features = entry.getValue().isList()
                    ? features(entry.getValue())
                    : entry.getValue().text().map(List::of).orElse(List.of());
            if (!features.isEmpty()) {
                read.add(new ModelInput(name, features, key, key));
            }
        }
        if (read.isEmpty()) {
            inputs.problem("must name at least one input with its features");
        }
        return read;
    }

    /** Inputs that are called as the features they take. */
    private static List<ModelInput> sameNames(YamlValue inputs) {
        Map<String, ModelInput> read = new LinkedHashMap<>();
        var elements = inputs.list().orElse(List.of());
        for (int i = 0; i < elements.size(); i++) {
            var key = ModelInput.SEVERAL + "[" + i + "]";
            var element = elements.get(i);
            Optional<String> name = element.text();
            if (name.isPresent()
                    && read.putIfAbsent(name.get(), new ModelInput(name.get(), List.of(name.get()), key, key))
                            != null) {
                element.problem("is there twice: \"" + name.get() + "\"");
            }
        }
        return List.copyOf(read.values());
    }

    private static List<String> features(YamlValue value) {
        var names = new ArrayList<String>();
        var seen = new HashSet<String>();
        for (var element : value.list().orElse(List.of())) {
            element.text().ifPresent(name -> {
                if (seen.add(name)) {
                    names.add(name);
                } else {
                    element.problem("is there twice: \"" + name + "\"");
                }
            });
        }
        return names;
    }
}
