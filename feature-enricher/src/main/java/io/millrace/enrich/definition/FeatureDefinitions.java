package io.millrace.enrich.definition;

import java.util.List;

/** Everything that is said about events, references and features, in the order of the pipeline file. */
public record FeatureDefinitions(
        EventDefinition event, List<ReferenceDefinition> references, List<FeatureGroup> groups) {
    public FeatureDefinitions {
        references = List.copyOf(references);
        groups = List.copyOf(groups);
    }
}
