package io.millrace.enrich.plan;

import io.millrace.enrich.definition.EventDefinition;
import io.millrace.enrich.definition.Feature;
import io.millrace.enrich.definition.FeatureDefinitions;
import io.millrace.enrich.definition.FeatureGroup;
import io.millrace.enrich.definition.FeatureType;
import io.millrace.enrich.definition.OutcomeDefinition;
import io.millrace.enrich.definition.ReferenceDefinition;
import io.millrace.enrich.definition.TimeField;
import io.millrace.enrich.event.EventTime;
import io.millrace.enrich.event.KeyField;
import io.millrace.enrich.expression.Expression;
import io.millrace.enrich.expression.ExpressionCompiler;
import io.millrace.enrich.window.Aggregate;
import io.millrace.enrich.window.Window;
import io.millrace.schemas.prediction.PredictionSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Compiles one set of definitions, once. Goes on after a mistake, to find the others. */
final class PlanCompiler {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** Before the first station. */
    private static final int AT_ONCE = -1;

    private final FeatureDefinitions definitions;
    private final EventDefinition event;
    private final Problems problems = new Problems();
    private final List<Feature> features = new ArrayList<>();
    private final Set<String> featureNames = new HashSet<>();
    private final List<ValueFeature> atOnce = new ArrayList<>();
    private final Map<String, StationDraft> stations = new LinkedHashMap<>();
    private final ExpressionCompiler ofAll;

    PlanCompiler(FeatureDefinitions definitions) {
        this.definitions = definitions;
        this.event = definitions.event();
        var schemas = new LinkedHashMap<String, Schema>();
        definitions.references().forEach(reference -> schemas.put(reference.name(), reference.schema()));
        this.ofAll = new ExpressionCompiler(event.schema(), readableTime(event), schemas, label());
    }

    /** Null where the time cannot be read as said, which is reported with the contract. */
    private static @Nullable TimeField readableTime(EventDefinition event) {
        try {
            EventTime.of(event.schema(), event.time());
            return event.time();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private Schema.@Nullable Field label() {
        OutcomeDefinition outcomes = definitions.outcomes();
        return outcomes == null ? null : outcomes.schema().getField(outcomes.label());
    }

    FeaturePlan compile() {
        var contract = new ContractCompiler(event, problems);
        checkOutcomes();
        checkReferences();
        placeStations();
        for (int i = 0; i < definitions.groups().size(); i++) {
            place("features[" + i + "]", definitions.groups().get(i));
        }
        if (definitions.groups().isEmpty()) {
            problems.add("features", "at least one feature is needed");
        }
        problems.throwIfAny();
        List<Station> finished = stations.values().stream()
                .map(draft -> draft.finish(contract.admission().latenessMillis()))
                .toList();
        return new FeaturePlan(
                definitions,
                contract.contract(
                        features.size(), texts(), definitions.references().size()),
                contract.admission(),
                features,
                atOnce,
                finished);
    }

    private void checkOutcomes() {
        OutcomeDefinition outcomes = definitions.outcomes();
        if (outcomes == null) {
            return;
        }
        problems.keyField("outcomes.id", outcomes.schema(), outcomes.id());
        problems.positive("outcomes.within", outcomes.within());
        problems.notNegative("outcomes.settle", outcomes.settle());
        problems.label("outcomes.label", outcomes.schema(), outcomes.label());
        if (outcomes.time() != null) {
            problems.timestamp("outcomes.time", outcomes.schema(), outcomes.time());
        }
        if (event.schema().getField(ExpressionCompiler.LABEL) != null) {
            problems.add("outcomes", "the event has a field '" + ExpressionCompiler.LABEL + "' already");
        }
        boolean read = definitions.references().stream()
                        .anyMatch(reference -> reference.topic().equals(outcomes.topic()))
                || event.topic().equals(outcomes.topic());
        if (read) {
            problems.add("outcomes.topic", "'" + outcomes.topic() + "' is read already");
        }
    }

    private void checkReferences() {
        var names = new HashSet<String>();
        var topics = new HashSet<>(Set.of(event.topic()));
        for (ReferenceDefinition reference : definitions.references()) {
            String path = "reference." + reference.name();
            if (!NAME.matcher(reference.name()).matches()) {
                problems.add(path, "a name is letters, digits and underscores");
            }
            if (!names.add(reference.name())) {
                problems.add(path, "declared twice");
            }
            if (event.schema().getField(reference.name()) != null) {
                problems.add(path, "the event has a field of that name");
            }
            problems.keyField(path + ".key", event.schema(), reference.key());
            problems.keyField(path + ".schema", reference.schema(), reference.key());
            if (reference.versions() != null) {
                problems.positive(path + ".versions", reference.versions());
            }
            if (reference.time() != null) {
                problems.timestamp(path + ".time", reference.schema(), reference.time());
                if (reference.versions() == null) {
                    problems.add(path + ".time", "says since when a record holds, which matters only with `versions`");
                }
            }
            if (!topics.add(reference.topic())) {
                problems.add(path + ".topic", "'" + reference.topic() + "' is read already");
            }
        }
    }

    /** Event key first, because events arrive by it; then references' keys, so that what they give is known early. */
    private void placeStations() {
        var wanted = new HashSet<String>();
        definitions.references().forEach(reference -> wanted.add(reference.key()));
        for (FeatureGroup group : definitions.groups()) {
            if (group instanceof FeatureGroup.Aggregates aggregates) {
                wanted.add(aggregates.by());
            }
        }
        if (event.key() != null && wanted.contains(event.key())) {
            station(event.key());
        }
        for (int i = 0; i < definitions.references().size(); i++) {
            ReferenceDefinition reference = definitions.references().get(i);
            StationDraft station = station(reference.key());
            if (station != null) {
                station.join(new Join(i, reference));
            }
        }
        for (int i = 0; i < definitions.groups().size(); i++) {
            if (definitions.groups().get(i) instanceof FeatureGroup.Aggregates aggregates) {
                problems.keyField("features[" + i + "].by", event.schema(), aggregates.by());
                station(aggregates.by());
            }
        }
    }

    /** Null where the field is no key; whoever names it has it reported. */
    private @Nullable StationDraft station(String field) {
        StationDraft known = stations.get(field);
        if (known != null) {
            return known;
        }
        KeyField key = new Problems().keyField("", event.schema(), field);
        if (key == null) {
            return null;
        }
        var station = new StationDraft(key, !field.equals(event.key()));
        stations.put(field, station);
        return station;
    }

    private void place(String path, FeatureGroup group) {
        if (group instanceof FeatureGroup.Values values) {
            values.expressions().forEach((name, source) -> placeValue(path + ".values." + name, name, source));
        } else if (group instanceof FeatureGroup.Aggregates aggregates) {
            placeAggregates(path, aggregates);
        }
    }

    private void placeValue(String path, String name, String source) {
        Expression expression = problems.value(path, ofAll, source);
        if (expression == null) {
            checkName(path, name);
            return;
        }
        if (expression.readsLabel()) {
            problems.add(
                    path,
                    "the label is not known yet when an event is scored; use it in an aggregate, such as mean(label) with a delay");
        }
        ValueFeature value = expression.type() == FeatureType.TEXT
                ? new ValueFeature.OfText(texts(), expression)
                : new ValueFeature.OfNumber(features.size(), expression);
        addFeature(path, name, expression.type());
        int knownAt = knownAt(expression);
        if (knownAt == AT_ONCE) {
            atOnce.add(value);
        } else {
            List.copyOf(stations.values()).get(knownAt).value(value);
        }
    }

    /** How many features so far are texts. */
    private int texts() {
        return (int) features.stream()
                .filter(feature -> feature.type() == FeatureType.TEXT)
                .count();
    }

    private void placeAggregates(String path, FeatureGroup.Aggregates declared) {
        AggregateGroup group = AggregateGroup.of(path, declared, ofAll, problems);
        StationDraft station = station(declared.by());
        declared.compute().forEach((name, source) -> {
            String at = path + ".compute." + name;
            AggregateCall call = problems.aggregate(at, source);
            if (call != null) {
                placeAggregate(at, name, call, group, station);
            }
        });
    }

    private void placeAggregate(
            String path, String name, AggregateCall call, AggregateGroup group, @Nullable StationDraft station) {
        AggregateOperands operands = AggregateOperands.of(path, call, group, ofAll, problems);
        if (operands == null || station == null) {
            group.windows().keySet().forEach(suffix -> checkName(path, name + suffix));
            return;
        }
        checkReferences(path, operands, group);
        FeatureType type = typeOf(call.aggregate(), operands.value());
        group.checkDefault(path, type, problems);
        HistoryDraft history = station.history(operands.readsLabel(), group.tileMillis());
        group.windows().forEach((suffix, window) -> {
            group.check(path, call, window, problems);
            Window over = call.aggregate() == Aggregate.TIME_SINCE_LAST ? AggregateGroup.before(window) : window;
            history.feature(over, operands.measureIn(history), group.otherwise(), features.size());
            addFeature(path, name + suffix, type);
        });
    }

    private void checkReferences(String path, AggregateOperands operands, AggregateGroup group) {
        boolean late = operands.expressions().stream()
                .anyMatch(used -> knownAt(used) > List.copyOf(stations.keySet()).indexOf(group.by()));
        if (operands.readsLabel()
                && operands.expressions().stream()
                        .anyMatch(used -> !used.references().isEmpty())) {
            problems.add(path, "an aggregate over labels cannot use a reference, only the event and its label");
        } else if (late) {
            problems.add(path, "uses a reference that is joined only after the station of " + group.by());
        }
    }

    /** The station after which everything an expression reads has been joined. */
    private int knownAt(Expression expression) {
        List<String> order = List.copyOf(stations.keySet());
        return expression.references().stream()
                .mapToInt(index ->
                        order.indexOf(definitions.references().get(index).key()))
                .max()
                .orElse(AT_ONCE);
    }

    private void addFeature(String path, String name, FeatureType type) {
        checkName(path, name);
        features.add(new Feature(name, type));
    }

    private void checkName(String path, String name) {
        if (!NAME.matcher(name).matches()) {
            problems.add(path, "'" + name + "' is no feature name: letters, digits and underscores, no digit first");
        }
        if (PredictionSchema.reservedNames().contains(name)) {
            problems.add(path, "'" + name + "' is a column every prediction has; choose another name");
        }
        if (!featureNames.add(name)) {
            problems.add(path, "a feature '" + name + "' is declared already");
        }
    }

    private static FeatureType typeOf(Aggregate aggregate, @Nullable Expression expression) {
        FeatureType of = expression == null ? FeatureType.LONG : expression.type();
        return switch (aggregate) {
            case COUNT, DISTINCT -> FeatureType.LONG;
            case SUM, DELTA -> of == FeatureType.DOUBLE ? FeatureType.DOUBLE : FeatureType.LONG;
            case MEAN, STDDEV, RATE, RATIO, EWMA, TIME_SINCE_LAST -> FeatureType.DOUBLE;
            case MIN, MAX, FIRST, LAST, LAG, QUANTILE -> of;
        };
    }
}
