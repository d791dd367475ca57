package io.millrace.enrich.plan;

import io.millrace.enrich.contract.Admission;
import io.millrace.enrich.contract.Contract;
import io.millrace.enrich.definition.Feature;
import io.millrace.enrich.definition.FeatureDefinitions;
import io.millrace.enrich.definition.FeatureType;
import io.millrace.enrich.definition.OutcomeDefinition;
import io.millrace.enrich.event.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How every feature is computed, compiled and type-checked. An accepted event begins with {@link #begin}, then passes every
 * station in order; its row is then complete. Immutable, safe for concurrent use.
 */
public final class FeaturePlan {
    private final FeatureDefinitions definitions;
    private final Contract contract;
    private final Admission admission;
    private final List<Feature> features;
    private final boolean texts;
    private final List<ValueFeature> atOnce;
    private final List<Station> stations;

    FeaturePlan(
            FeatureDefinitions definitions,
            Contract contract,
            Admission admission,
            List<Feature> features,
            List<ValueFeature> atOnce,
            List<Station> stations) {
        this.definitions = definitions;
        this.contract = contract;
        this.admission = admission;
        this.features = List.copyOf(features);
        this.texts = features.stream().anyMatch(feature -> feature.type() == FeatureType.TEXT);
        this.atOnce = List.copyOf(atOnce);
        this.stations = List.copyOf(stations);
    }

    /**
     * Checks definitions against their schemas and compiles them.
     *
     * @throws DefinitionException with every mistake found
     */
    public static FeaturePlan compile(FeatureDefinitions definitions) throws DefinitionException {
        return new PlanCompiler(definitions).compile();
    }

    public FeatureDefinitions definitions() {
        return definitions;
    }

    /** The columns of an event's row: declaration order; of an aggregate, one per window in the order of {@code over}. */
    public List<Feature> features() {
        return features;
    }

    /** Whether any feature is a text. */
    public boolean hasTexts() {
        return texts;
    }

    /** In the order of travel. */
    public List<Station> stations() {
        return stations;
    }

    /** Reads what one of the {@link #stations} keeps, beside whoever writes it. */
    public StationReader reader(Station station) {
        return new StationReader(station, features);
    }

    /** The outcomes that features count; null where none does, whatever is declared. */
    public @Nullable OutcomeDefinition learnt() {
        return stations.stream().anyMatch(Station::readsLabels) ? definitions.outcomes() : null;
    }

    public Contract contract() {
        return contract;
    }

    public Admission admission() {
        return admission;
    }

    /** Fills in the features of an accepted event that need nothing but the event. */
    public void begin(Event event) {
        atOnce.forEach(value -> value.fill(event));
    }
}
