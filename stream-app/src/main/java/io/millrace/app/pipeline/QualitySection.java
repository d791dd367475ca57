package io.millrace.app.pipeline;

import io.millrace.app.yaml.YamlDocument;
import io.millrace.app.yaml.YamlMapping;
import io.millrace.app.yaml.YamlValue;
import io.millrace.drift.outcome.QualityKind;
import io.millrace.drift.quality.Measure;
import io.millrace.drift.quality.QualityLimit;
import io.millrace.drift.quality.QualityRule;
import io.millrace.drift.topology.SplitBy;
import io.millrace.enrich.definition.OutcomeDefinition;
import io.millrace.enrich.definition.Suggestion;
import io.millrace.schemas.prediction.PredictionSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Reads {@code monitor.quality}, which may be left out wherever there are outcomes. */
final class QualitySection {
    static final int DEFAULT_MIN_PAIRS = 100;
    static final int DEFAULT_BASELINE = 3;

    private static final Duration LEAST_WINDOW = Duration.ofSeconds(1);
    private static final Duration MOST_WINDOW = Duration.ofDays(365);
    private static final int MOST_HOLD = 1000;
    private static final int MOST_PAIRS = 1_000_000_000;

    private static final Set<String> TOLD_ANYWAY =
            Set.of(SplitBy.VERSION, SplitBy.VARIANT, PredictionSchema.MODEL_VERSION);

    private final Optional<YamlValue> place;
    private final boolean wanted;
    private final Optional<YamlValue> kind;
    private final Optional<Duration> window;
    private final Optional<YamlValue> within;
    private final Optional<Integer> hold;
    private final int minPairs;
    private final int baseline;
    private final Map<String, String> business;
    private final Map<String, YamlValue> by;
    private final boolean segmentAlerts;
    private final List<QualityLimit> limits = new ArrayList<>();

    private QualitySection(Optional<YamlValue> place, Optional<YamlMapping> keys, boolean wanted) {
        this.place = place;
        this.wanted = wanted;
        kind = keys.flatMap(k -> k.find("kind"));
        window = keys.flatMap(k -> k.find("window")).flatMap(v -> v.duration(LEAST_WINDOW, MOST_WINDOW));
        within = keys.flatMap(k -> k.find("within"));
        hold = keys.flatMap(k -> k.find("hold")).flatMap(v -> v.wholeNumber(1, MOST_HOLD));
        minPairs = keys.flatMap(k -> k.find("min-pairs"))
                .flatMap(v -> v.wholeNumber(1, MOST_PAIRS))
                .orElse(DEFAULT_MIN_PAIRS);
        baseline = keys.flatMap(k -> k.find("baseline"))
                .flatMap(v -> v.wholeNumber(1, MOST_HOLD))
                .orElse(DEFAULT_BASELINE);
        business = keys.flatMap(k -> k.find("business"))
                .flatMap(YamlValue::mapping)
                .map(YamlMapping::texts)
                .orElse(Map.of());
        by = Splitting.names(keys.flatMap(k -> k.find("by")));
        segmentAlerts = keys.flatMap(k -> k.find("segment-alerts"))
                .flatMap(YamlValue::truth)
                .orElse(false);
        keys.flatMap(k -> k.find("limits")).flatMap(YamlValue::mapping).ifPresent(mapping -> mapping.entries()
                .forEach(entry -> limit(entry.getKey(), entry.getValue())));
        keys.ifPresent(YamlMapping::refuseUnknownKeys);
    }

    /** @param place empty where nothing is said; {@code false} for no quality */
    static QualitySection read(Optional<YamlValue> place) {
        var no = place.filter(value -> value.written().equals("false"));
        return no.isPresent()
                ? new QualitySection(place, Optional.empty(), false)
                : new QualitySection(place, place.flatMap(YamlValue::mapping), true);
    }

    private void limit(String name, YamlValue value) {
        var measure = Measure.of(name);
        if (measure.isEmpty()) {
            value.problem("there is no such measure"
                    + Suggestion.didYouMean(
                            name,
                            Arrays.stream(Measure.values()).map(Measure::key).toList()));
            return;
        }
        boolean relative = value.isMapping();
        var limit = relative
                ? value.mapping().flatMap(keys -> {
                    var by = keys.require("worse-by").flatMap(YamlValue::number);
                    keys.refuseUnknownKeys();
                    return by;
                })
                : value.number();
        limit.ifPresent(number -> {
            try {
                limits.add(new QualityLimit(measure.get(), number, relative));
            } catch (IllegalArgumentException e) {
                value.problem("must not be negative, was " + number);
            }
        });
    }

    /**
     * What is said, and otherwise what goes without saying; problems are reported.
     *
     * @param outcomes null where the pipeline has none
     * @param predictions schema of predictions
     */
    Optional<QualityDefinition> with(
            @Nullable OutcomeDefinition outcomes,
            Schema predictions,
            Duration monitorWindow,
            Duration grace,
            int monitorHold,
            YamlDocument document) {
        if (!wanted) {
            return Optional.empty();
        }
        if (outcomes == null) {
            place.ifPresent(value -> value.problem("quality is known by outcomes, and the pipeline has none"));
            return Optional.empty();
        }
        var label = outcomes.schema().getField(outcomes.label());
        if (label == null) {
            return Optional.empty(); // which has been reported
        }
        var answers = kind(label.schema());
        limits.stream()
                .filter(limit -> !answers.measures().contains(limit.measure()))
                .forEach(limit -> document.report(
                        "monitor.quality.limits." + limit.measure().key(), "is no measure of " + answers.code()));
        var worth = PairWorth.compile(
                business,
                predictions,
                label,
                (name, problem) -> document.report("monitor.quality.business." + name, problem));
        return Optional.of(new QualityDefinition(
                answers,
                window.orElse(monitorWindow),
                grace,
                within.flatMap(v -> v.duration(Duration.ofMillis(1), outcomes.within()))
                        .orElse(outcomes.within()),
                hold.orElse(monitorHold),
                new QualityRule(limits, minPairs),
                baseline,
                worth,
                fields(predictions),
                segmentAlerts));
    }

    /** What answers are split by: what predictions carry along, and features; reports anything else. */
    private List<String> fields(Schema predictions) {
        var known = predictions.getFields().stream()
                .map(Schema.Field::name)
                .filter(name -> !PredictionSchema.reservedNames().contains(name))
                .toList();
        by.forEach((name, element) -> {
            if (known.contains(name)) {
                Splitting.check(predictions.getField(name).schema(), element);
            } else {
                element.problem(
                        TOLD_ANYWAY.contains(name)
                                ? "quality is told for each version and variant anyway"
                                : "must be a feature, or one of predictions.carry, was \"" + name + "\""
                                        + Suggestion.didYouMean(name, known));
            }
        });
        return List.copyOf(by.keySet());
    }

    private QualityKind kind(Schema label) {
        var otherwise = PairWorth.isTruth(label) ? QualityKind.CLASSIFICATION : QualityKind.REGRESSION;
        return kind.flatMap(value -> {
                    var found = Arrays.stream(QualityKind.values())
                            .filter(one -> one.code().equals(value.written()))
                            .findFirst();
                    if (found.isEmpty()) {
                        value.problem("must be classification or regression, was \"" + value.written() + "\"");
                    }
                    return found;
                })
                .orElse(otherwise);
    }
}
