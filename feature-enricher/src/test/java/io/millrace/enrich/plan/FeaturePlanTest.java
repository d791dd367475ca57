package io.millrace.enrich.plan;

import static io.millrace.enrich.Payments.ordered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.enrich.Payments;
import io.millrace.enrich.definition.EventDefinition;
import io.millrace.enrich.definition.Feature;
import io.millrace.enrich.definition.FeatureDefinitions;
import io.millrace.enrich.definition.FeatureGroup;
import io.millrace.enrich.definition.FeatureType;
import io.millrace.enrich.definition.RateDefinition;
import io.millrace.enrich.definition.ReferenceDefinition;
import io.millrace.enrich.definition.Span;
import io.millrace.enrich.definition.TimeField;
import io.millrace.enrich.window.Column;
import io.millrace.enrich.window.Statistic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FeaturePlanTest {
    private static final Duration DAY = Duration.ofDays(1);

    private static FeatureGroup.Aggregates by(String key, String... compute) {
        return new FeatureGroup.Aggregates(key, List.of(DAY), Duration.ZERO, ordered(compute));
    }

    private static List<String> problems(FeatureDefinitions definitions) {
        var refused = catchThrowableOfType(DefinitionException.class, () -> FeaturePlan.compile(definitions));
        assertThat(refused).isNotNull();
        return refused.problems().stream().map(Problem::toString).toList();
    }

    private static List<String> problems(FeatureGroup... groups) {
        return problems(new FeatureDefinitions(Payments.EVENT, List.of(Payments.CUSTOMERS), List.of(groups)));
    }

    @Test
    void keepsFeaturesInDeclarationOrderAndTypesThem() {
        var plan = FeaturePlan.compile(Payments.twoStations());

        assertThat(plan.features())
                .containsExactly(
                        new Feature("amount", FeatureType.DOUBLE),
                        new Feature("night", FeatureType.BOOLEAN),
                        new Feature("home", FeatureType.BOOLEAN),
                        new Feature("cust_nb_1d", FeatureType.LONG),
                        new Feature("cust_nb_7d", FeatureType.LONG),
                        new Feature("cust_avg_1d", FeatureType.DOUBLE),
                        new Feature("cust_avg_7d", FeatureType.DOUBLE),
                        new Feature("cust_sd_1d", FeatureType.DOUBLE),
                        new Feature("cust_sd_7d", FeatureType.DOUBLE),
                        new Feature("term_nb_6h", FeatureType.LONG),
                        new Feature("term_max_6h", FeatureType.DOUBLE));
    }

    @Test
    void typesAggregatesByWhatTheyAggregate() {
        var plan = FeaturePlan.compile(new FeatureDefinitions(
                Payments.EVENT,
                List.of(),
                List.of(by(
                        "customer_id",
                        "a",
                        "sum(items)",
                        "b",
                        "sum(online)",
                        "c",
                        "sum(amount)",
                        "d",
                        "last(items)",
                        "e",
                        "max(online)",
                        "f",
                        "mean(items)",
                        "g",
                        "min(amount)"))));

        assertThat(plan.features().stream().map(Feature::type))
                .containsExactly(
                        FeatureType.LONG,
                        FeatureType.LONG,
                        FeatureType.DOUBLE,
                        FeatureType.LONG,
                        FeatureType.BOOLEAN,
                        FeatureType.DOUBLE,
                        FeatureType.DOUBLE);
    }

    @Test
    void typesValuesThatAreTexts() {
        var plan = FeaturePlan.compile(new FeatureDefinitions(
                Payments.EVENT,
                List.of(),
                List.of(new FeatureGroup.Values(
                        ordered("country", "country", "amount", "amount", "pair", "country + ''")))));

        assertThat(plan.features().stream().map(Feature::type))
                .containsExactly(FeatureType.TEXT, FeatureType.DOUBLE, FeatureType.TEXT);
        assertThat(Feature.textPlaces(plan.features())).containsExactly(0, -1, 1);
    }

    @Test
    void visitsTheEventKeyFirstWithoutAHopThenReferencesThenTheOthers() {
        var plan = FeaturePlan.compile(new FeatureDefinitions(
                Payments.EVENT,
                List.of(new ReferenceDefinition("place", "places", "country", Payments.CUSTOMER)),
                List.of(
                        by("terminal_id", "a", "count()"),
                        by("items", "b", "count()"),
                        by("customer_id", "c", "count()"))));

        assertThat(plan.stations().stream().map(Station::name))
                .containsExactly("customer-id", "country", "terminal-id", "items");
        assertThat(plan.stations().stream().map(Station::rekeyed)).containsExactly(false, true, true, true);
        assertThat(plan.stations().get(1).histories()).isEmpty();
    }

    @Test
    void keepsEqualExpressionsOnceWithAllThatIsAskedOfThem() {
        var plan = FeaturePlan.compile(new FeatureDefinitions(
                Payments.EVENT,
                List.of(),
                List.of(
                        by("customer_id", "a", "mean(amount)", "b", "max( amount )", "c", "count()"),
                        new FeatureGroup.Aggregates(
                                "customer_id", List.of(Duration.ofDays(7)), DAY, ordered("d", "last(items)")))));

        var layout = plan.stations().get(0).histories().get(0).layout();
        assertThat(layout.columns())
                .containsExactly(
                        new Column("amount", Set.of(Statistic.SUM, Statistic.MAXIMUM)),
                        new Column("items", Set.of(Statistic.LAST)));
        assertThat(layout.retentionMillis())
                .isEqualTo(DAY.multipliedBy(8).plus(Payments.LATENESS).toMillis());
    }

    @Test
    void reportsEveryMistakeAtOnce() {
        var event = new EventDefinition(
                "payments",
                Payments.TRANSACTION,
                "tx_id",
                "amount",
                "tags",
                Duration.ofHours(-1),
                Duration.ofSeconds(-1),
                Duration.ZERO,
                ordered("sane", "amount", "whole", "amout > 0.0"));
        var found = problems(new FeatureDefinitions(
                event,
                List.of(new ReferenceDefinition("country", "payments", "card", Payments.CUSTOMER)),
                List.of(
                        new FeatureGroup.Values(ordered("x", "amount * 2", "score", "amount", "x", "amount")),
                        new FeatureGroup.Aggregates(
                                "card",
                                List.of(Duration.ZERO, DAY, Duration.ofHours(24), Duration.ofNanos(1_500_000)),
                                Duration.ofDays(-1),
                                ordered("y", "median(amount)", "z", "mean(country)", "9", "count(amount)")),
                        by("customer_id"))));

        assertThat(found.stream().map(problem -> problem.substring(0, problem.indexOf(':'))))
                .contains(
                        "events.id",
                        "events.time",
                        "events.key",
                        "events.lateness",
                        "events.skew",
                        "events.deduplicate",
                        "events.expect.sane",
                        "events.expect.whole",
                        "reference.country",
                        "reference.country.key",
                        "reference.country.schema",
                        "reference.country.topic",
                        "features[0].values.score",
                        "features[1].by",
                        "features[1].over[0]",
                        "features[1].over[2]",
                        "features[1].over[3]",
                        "features[1].delay",
                        "features[1].compute.y",
                        "features[1].compute.z",
                        "features[1].compute.9",
                        "features[2].compute");
    }

    @Test
    void listsTheKnownFieldsAndAggregates() {
        assertThat(problems(by("customer_id", "a", "median(amount)", "b", "mean(amout)", "c", "mean()", "d", "amount")))
                .containsExactly(
                        "features[0].compute.a: unknown aggregate 'median', did you mean \"mean\"?; known are count, sum, mean, stddev, min, max, first, last, lag,"
                                + " delta, rate, ratio, ewma, time_since_last, distinct, quantile",
                        "features[0].compute.b: unknown field 'amout', did you mean \"amount\"?; known are transaction_id, tx_time, customer_id,"
                                + " terminal_id, amount, country, items, online, customer.customer_id, customer.country,"
                                + " customer.limit",
                        "features[0].compute.c: mean() needs an expression",
                        "features[0].compute.d: must be an aggregate of an expression, such as mean(amount), was 'amount'");
    }

    private static FeatureGroup.Aggregates group(
            List<Span> over,
            Duration delay,
            @Nullable String where,
            @Nullable Double otherwise,
            @Nullable Duration tiles,
            String... compute) {
        return new FeatureGroup.Aggregates("customer_id", over, delay, where, true, otherwise, tiles, ordered(compute));
    }

    @Test
    void namesFeaturesByWhatTheyLookBackAt() {
        List<Span> spans = List.of(new Span.Lasting(Duration.ofHours(24)), new Span.Latest(10), new Span.Ever());
        var plan = FeaturePlan.compile(new FeatureDefinitions(
                Payments.EVENT,
                List.of(),
                List.of(
                        group(spans, Duration.ZERO, null, null, null, "nb", "count()"),
                        group(List.of(), Duration.ZERO, null, null, null, "before", "lag(amount, 1)"))));

        assertThat(plan.features().stream().map(Feature::name))
                .containsExactly("nb_1d", "nb_last10", "nb_all", "before");
    }

    @Test
    void keepsHistoriesInTilesApartFromThoseOfSingleEvents() {
        var day = List.<Span>of(new Span.Lasting(DAY));
        var plan = FeaturePlan.compile(new FeatureDefinitions(
                Payments.EVENT,
                List.of(),
                List.of(
                        group(day, Duration.ZERO, null, null, null, "a", "mean(amount)"),
                        group(day, Duration.ZERO, null, null, Duration.ofHours(1), "b", "mean(amount)"))));

        assertThat(plan.stations().get(0).histories().stream().map(StationHistory::store))
                .containsExactly("features-by-customer-id", "features-by-customer-id-tiles-1h");
    }

    @Test
    void listsWhatCannotBeAskedOfAGroup() {
        var hour = new Span.Lasting(Duration.ofHours(1));
        assertThat(problems(
                        group(List.of(hour), Duration.ZERO, "amount", null, null, "a", "count()"),
                        group(List.of(hour, new Span.Latest(3)), DAY.negated(), null, null, DAY, "b", "count()"),
                        group(List.of(new Span.Latest(1_001)), Duration.ZERO, null, 0.5, null, "c", "count()"),
                        group(List.of(), Duration.ZERO, "online", 2.0, null, "d", "lag(online, 1)"),
                        group(List.of(new Span.Ever()), Duration.ZERO, null, null, DAY, "e", "lag(amount, 1)")))
                .containsExactly(
                        "features[0].where: must be a condition, true or false, is a double",
                        "features[1].delay: must not be negative, was PT-24H",
                        "features[1].over[0]: 1h is shorter than the tiles of 1d",
                        "features[1].over[1]: single events are not kept in tiles",
                        "features[2].over[0]: must be of 1 to 1000 events, was 1001",
                        "features[2].compute.c: is a whole number, its default 0.5 is not",
                        "features[3].compute.d: is true or false, its default must be 1 or 0, was 2.0",
                        "features[3].compute.d: lag with `where` needs windows of time, or the events before might be"
                                + " kept for ever",
                        "features[4].compute.e: single events are not kept in tiles");
    }

    @Test
    void listsWhatIsWrongInACall() {
        assertThat(problems(by(
                        "customer_id",
                        "a",
                        "count(amount)",
                        "b",
                        "lag(amount)",
                        "c",
                        "lag(amount, 0)",
                        "d",
                        "quantile(amount, 1.0)",
                        "e",
                        "ewma(amount, 7)",
                        "f",
                        "ratio(amount)",
                        "g",
                        "sum(amount, items)",
                        "h",
                        "time_since_last(amount)")))
                .containsExactly(
                        "features[0].compute.a: count() takes no expression; say which events count with `where`",
                        "features[0].compute.b: must be lag(x, n), n a whole number from 1 to 1000",
                        "features[0].compute.c: must be lag(x, n), n a whole number from 1 to 1000",
                        "features[0].compute.d: must be quantile(x, q), q between 0 and 1, both excluded",
                        "features[0].compute.e: must be ewma(x, half-life), the half-life a duration such as 30m, 1h or 7d",
                        "features[0].compute.f: must be ratio(x, y), the sum of x over the sum of y",
                        "features[0].compute.g: sum() needs one expression",
                        "features[0].compute.h: time_since_last() takes no expression; say which events count with `where`");
    }

    @Test
    void takesCommasInBracketsAndQuotesForPartsOfAnExpression() {
        var plan = FeaturePlan.compile(new FeatureDefinitions(
                Payments.EVENT,
                List.of(),
                List.of(by(
                        "customer_id",
                        "a",
                        "ratio(country in ['a,b', 'BE'] ? amount : 0.0, hour(tx_time, 'Europe/Brussels'))",
                        "b",
                        "distinct(country)"))));

        assertThat(plan.features()).hasSize(2);
    }

    @Test
    void knowsNoLabelWithoutOutcomes() {
        assertThat(problems(by("customer_id", "a", "mean(label)")))
                .containsExactly("features[0].compute.a: `label` is known only where the pipeline has `outcomes`");
    }

    @Test
    void refusesAnAggregateOverAString() {
        assertThat(problems(by("customer_id", "a", "last(country)")))
                .containsExactly("features[0].compute.a: must be a bool, int or double, is a string");
    }

    @Test
    void refusesNamesThatArePredictionColumnsOrTaken() {
        assertThat(problems(
                        new FeatureGroup.Values(ordered("score", "amount", "cust_nb_1d", "amount")),
                        by("customer_id", "cust_nb", "count()")))
                .containsExactly(
                        "features[0].values.score: 'score' is a column every prediction has; choose another name",
                        "features[1].compute.cust_nb: a feature 'cust_nb_1d' is declared already");
    }

    @Test
    void refusesAReferenceThatIsJoinedOnlyLater() {
        var places = new ReferenceDefinition("place", "places", "country", Payments.CUSTOMER);
        var definitions = new FeatureDefinitions(
                Payments.EVENT,
                List.of(places),
                List.of(by("customer_id", "early", "mean(place.limit)"), by("country", "there", "mean(place.limit)")));

        assertThat(problems(definitions))
                .containsExactly(
                        "features[0].compute.early: uses a reference that is joined only after the station of customer_id");
    }

    @Test
    void refusesAConditionOverAReferenceInTheContract() {
        var event = new EventDefinition(
                "payments",
                Payments.TRANSACTION,
                "transaction_id",
                "tx_time",
                "customer_id",
                DAY,
                DAY,
                null,
                Map.of("rule", "customer.country == country"));

        assertThat(problems(new FeatureDefinitions(
                        event,
                        List.of(Payments.CUSTOMERS),
                        Payments.twoStations().groups())))
                .hasSize(1)
                .allMatch(problem -> problem.startsWith("events.expect.rule: unknown field 'customer'"));
    }

    @Test
    void countsEventsByTheKeyOfTheTopic() {
        for (var definition :
                List.of(new RateDefinition(null, 5, DAY, true), new RateDefinition("customer_id", 5, DAY, true))) {
            var plan = FeaturePlan.compile(Payments.twoStations(Payments.limited(definition)));

            var rate = Objects.requireNonNull(plan.admission().rate());
            assertThat(rate.by().name()).isEqualTo("customer_id");
            assertThat(rate.limit()).isEqualTo(5);
            assertThat(rate.withinMillis()).isEqualTo(DAY.toMillis());
            assertThat(rate.quarantines()).isTrue();
        }
    }

    @Test
    void refusesToCountEventsThatAreReadInSeveralPlaces() {
        var byTerminal = Payments.limited(new RateDefinition("terminal_id", 5, DAY, true));
        var byNobody = Payments.limited(new RateDefinition("card", 0, Duration.ZERO, true));
        var keyless = new EventDefinition(
                "payments",
                Payments.TRANSACTION,
                "transaction_id",
                TimeField.timestamp("tx_time"),
                null,
                DAY,
                DAY,
                DAY,
                null,
                new RateDefinition(null, 5, DAY, true),
                Map.of());

        assertThat(problems(Payments.twoStations(byTerminal)))
                .containsExactly("events.rate.by: must be what the topic is keyed by, 'customer_id': events are counted"
                        + " where they are read, and those of one terminal_id are in all partitions; leave `by` out, or"
                        + " key the topic by terminal_id");
        assertThat(problems(Payments.twoStations(byNobody)))
                .satisfiesExactly(
                        within ->
                                assertThat(within).isEqualTo("events.rate.within: must be longer than zero, was PT0S"),
                        limit -> assertThat(limit).isEqualTo("events.rate.limit: must be from 1 to 10000, was 0"),
                        by -> assertThat(by).startsWith("events.rate.by: unknown field 'card'"));
        assertThat(problems(Payments.twoStations(keyless)))
                .singleElement()
                .asString()
                .startsWith("events.rate: needs `events.key`: ");
    }

    @Test
    void refusesAReferenceWhoseNameNoExpressionCouldSay() {
        var definitions = new FeatureDefinitions(
                Payments.EVENT,
                List.of(new ReferenceDefinition("my-customer", "customers", "customer_id", Payments.CUSTOMER)),
                List.of(by("customer_id", "a", "count()")));

        assertThat(problems(definitions))
                .containsExactly("reference.my-customer: a name is letters, digits and underscores");
    }

    @Test
    void usesAFieldWhoseNameCelReserves() {
        var schema = SchemaBuilder.record("Odd")
                .fields()
                .requiredString("id")
                .name("time")
                .type(LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG)))
                .noDefault()
                .requiredDouble("in")
                .endRecord();
        var event = new EventDefinition("odd", schema, "id", "time", null, DAY, DAY, null, Map.of());

        var plan = FeaturePlan.compile(new FeatureDefinitions(event, List.of(), List.of(by("id", "a", "mean(in)"))));

        assertThat(plan.features()).containsExactly(new Feature("a_1d", FeatureType.DOUBLE));
    }

    @Test
    void refusesToComputeNothing() {
        assertThat(problems()).containsExactly("features: at least one feature is needed");
    }
}
