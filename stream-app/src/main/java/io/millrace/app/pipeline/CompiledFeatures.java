package io.millrace.app.pipeline;

import io.millrace.app.yaml.YamlDocument;
import io.millrace.enrich.definition.EventDefinition;
import io.millrace.enrich.definition.Feature;
import io.millrace.enrich.definition.FeatureDefinitions;
import io.millrace.enrich.definition.FeatureGroup;
import io.millrace.enrich.plan.DefinitionException;
import io.millrace.enrich.plan.FeaturePlan;
import io.millrace.enrich.plan.Problem;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Pattern;

/** Definitions and the plan compiled from them. */
record CompiledFeatures(FeatureDefinitions definitions, FeaturePlan plan) {
    private static final Pattern IN_GROUP = Pattern.compile("features\\[(\\d+)](.*)");

    /**
     * Compiles what could be read, and reports what is wrong with it at its place in the file; not, though, what only
     * follows from a mistake reported before.
     *
     * @param groups by their position in the file
     */
    static Optional<CompiledFeatures> of(
            EventDefinition event,
            ReferenceSection references,
            OutcomeSection outcomes,
            SortedMap<Integer, FeatureGroup> groups,
            YamlDocument document) {
        var definitions = new FeatureDefinitions(
                event, references.definitions(), outcomes.definition(), List.copyOf(groups.values()));
        try {
            return Optional.of(new CompiledFeatures(definitions, FeaturePlan.compile(definitions)));
        } catch (DefinitionException e) {
            var positions = List.copyOf(groups.keySet());
            e.problems().stream()
                    .map(problem -> new Problem(inFile(problem.path(), positions), problem.message()))
                    .filter(problem -> !document.isKnown(problem.path()))
                    .filter(problem -> !references.isUnreadableIn(document.textAt(problem.path())))
                    .filter(problem -> !outcomes.isUnreadableIn(document.textAt(problem.path())))
                    .toList() // all are judged before the first is reported: one key may have several
                    .forEach(problem -> document.report(problem.path(), problem.message()));
            return Optional.empty();
        }
    }

    /** The features' names in the order of a row. */
    List<String> names() {
        return plan.features().stream().map(Feature::name).toList();
    }

    /** The plan counts the groups it was given; the file may have others between them that could not be read. */
    private static String inFile(String path, List<Integer> positions) {
        var inGroup = IN_GROUP.matcher(path);
        return inGroup.matches()
                ? "features[" + positions.get(Integer.parseInt(inGroup.group(1))) + "]" + inGroup.group(2)
                : path;
    }
}
