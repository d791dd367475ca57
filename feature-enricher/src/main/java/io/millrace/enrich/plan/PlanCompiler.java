package io.millrace.enrich.plan;

import io.millrace.enrich.definition.EventDefinition;
import io.millrace.enrich.definition.Feature;
import io.millrace.enrich.definition.FeatureDefinitions;
import io.millrace.enrich.definition.FeatureGroup;
import io.millrace.enrich.definition.FeatureType;
import io.millrace.enrich.definition.ReferenceDefinition;
import io.millrace.enrich.event.KeyField;
import io.millrace.enrich.expression.Expression;
import io.millrace.enrich.expression.ExpressionCompiler;
import io.millrace.enrich.window.Aggregate;
import io.millrace.enrich.window.Window;
import io.millrace.schemas.prediction.PredictionSchema;
import java.time.Duration;
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
        this.ofAll = new ExpressionCompiler(event.schema(), schemas);
    }

    FeaturePlan compile() {
        var contract = new ContractCompiler(event, problems);
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
                contract.contract(features.size(), definitions.references().size()),
                contract.admission(),
                features,
                atOnce,
                finished);
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
        Expression expression = problems.expression(path, ofAll, source);
        if (expression == null) {
            checkName(path, name);
            return;
        }
        var value = new ValueFeature(features.size(), expression);
        addFeature(path, name, expression.type());
        int knownAt = knownAt(expression);
        if (knownAt == AT_ONCE) {
            atOnce.add(value);
        } else {
            List.copyOf(stations.values()).get(knownAt).value(value);
        }
    }

    private void placeAggregates(String path, FeatureGroup.Aggregates group) {
        long delay = problems.notNegative(path + ".delay", group.delay());
        if (group.over().isEmpty()) {
            problems.add(path + ".over", "at least one window is needed");
        }
        if (group.compute().isEmpty()) {
            problems.add(path + ".compute", "at least one aggregate is needed");
        }
        var lengths = new LinkedHashMap<Duration, Window>();
        for (int i = 0; i < group.over().size(); i++) {
            Duration length = group.over().get(i);
            String at = path + ".over[" + i + "]";
            if (lengths.put(length, new Window(problems.positive(at, length), delay)) != null) {
                problems.add(at, DurationText.of(length) + " is there already");
            }
        }
        StationDraft station = station(group.by());
        group.compute().forEach((name, source) -> {
            String at = path + ".compute." + name;
            AggregateCall call = problems.aggregate(at, source);
            if (call != null) {
                placeAggregate(at, name, call, group.by(), station, lengths);
            }
        });
    }

    private void placeAggregate(
            String path,
            String name,
            AggregateCall call,
            String by,
            @Nullable StationDraft station,
            Map<Duration, Window> lengths) {
        Expression expression =
                call.aggregate() == Aggregate.COUNT ? null : problems.expression(path, ofAll, call.argument());
        boolean broken = expression == null && call.aggregate() != Aggregate.COUNT;
        if (broken || station == null) {
            lengths.keySet().forEach(length -> checkName(path, name + "_" + DurationText.of(length)));
            return;
        }
        if (expression != null
                && knownAt(expression) > List.copyOf(stations.keySet()).indexOf(by)) {
            problems.add(path, "uses a reference that is joined only after the station of " + by);
        }
        int column = expression == null ? 0 : station.column(call.argument(), expression, call.aggregate());
        lengths.forEach((length, window) -> {
            station.window(window, new WindowFeatures.Cell(call.aggregate(), column, features.size()));
            addFeature(path, name + "_" + DurationText.of(length), typeOf(call.aggregate(), expression));
        });
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
            case COUNT -> FeatureType.LONG;
            case SUM -> of == FeatureType.DOUBLE ? FeatureType.DOUBLE : FeatureType.LONG;
            case MEAN, STDDEV -> FeatureType.DOUBLE;
            case MIN, MAX, LAST -> of;
        };
    }
}
