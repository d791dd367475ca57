package io.millrace.enrich.definition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is said about events, references, outcomes and features, in the order of the pipeline file.
 *
 * @param outcomes null where nothing is learnt of events later
 */
public record FeatureDefinitions(
        EventDefinition event,
        List<ReferenceDefinition> references,
        @Nullable OutcomeDefinition outcomes,
        List<FeatureGroup> groups) {
    public FeatureDefinitions {
        references = List.copyOf(references);
        groups = List.copyOf(groups);
    }

    /** Definitions without outcomes. */
    public FeatureDefinitions(EventDefinition event, List<ReferenceDefinition> references, List<FeatureGroup> groups) {
        this(event, references, null, groups);
    }
}
