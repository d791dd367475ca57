package io.millrace.app.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.model.ValueGuard.Seen;
import io.millrace.app.model.ValueRule.Expected;
import io.millrace.enrich.definition.Feature;
import io.millrace.enrich.definition.FeatureType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueGuardTest {
    private static final List<Feature> FEATURES = List.of(
            new Feature("amount", FeatureType.DOUBLE),
            new Feature("country", FeatureType.TEXT),
            new Feature("hour", FeatureType.LONG),
            new Feature("city", FeatureType.TEXT));
    private static final String[] TEXTS = {"CH", "Basel"};

    private final List<String> replaced = new ArrayList<>();

    private static ValueGuard guard(String feature, ValueRule rule) {
        var pass = new ValueRule(Treatment.PASS, Treatment.PASS, Treatment.PASS, null);
        return ValueGuard.of(FEATURES, each -> each.name().equals(feature) ? rule : pass);
    }

    private static ValueRule missing(Treatment treatment) {
        return new ValueRule(treatment, Treatment.PASS, Treatment.PASS, null);
    }

    private static ValueRule outside(Treatment treatment, Expected expected) {
        return new ValueRule(Treatment.PASS, Treatment.PASS, treatment, expected);
    }

    private static double[] row(double amount, double hour) {
        return new double[] {amount, Double.NaN, hour, Double.NaN};
    }

    private Seen look(ValueGuard guard, double[] row, @Nullable String... texts) {
        return guard.look(row, texts, replaced::add);
    }

    private Seen.Row seen(ValueGuard guard, double[] row) {
        return (Seen.Row) look(guard, row, TEXTS);
    }

    private String refusal(ValueGuard guard, double[] row, @Nullable String... texts) {
        return ((Seen.Refused) look(guard, row, texts)).detail();
    }

    /** What is told quickly is what a long look says, for every kind of rule and of value. */
    @Test
    void aRowThatPassesQuicklyIsSeenItself() {
        var treatments = List.of(Treatment.PASS, Treatment.REFUSE, new Treatment.OtherNumber(1));
        var expectations = Arrays.asList(
                null,
                new Expected.Range(-1, 2),
                new Expected.Range(-1e300, 1e300),
                new Expected.OneOf(List.of(0.0, 2.0)));
        double[] values = {
            Double.NaN, Double.NEGATIVE_INFINITY, -1e300, -1.5, -1, -0.0, 0, 1, 2, 2.5, 3e38, Double.MAX_VALUE, 1e39
        };
        int quick = 0;
        for (var missing : treatments) {
            for (var infinite : treatments) {
                for (var outside : treatments) {
                    for (var expected : expectations) {
                        var guard = guard("amount", new ValueRule(missing, infinite, outside, expected));
                        for (double value : values) {
                            double[] row = row(value, 1);
                            if (guard.passes(row, TEXTS)) {
                                quick++;
                                assertThat(seen(guard, row).numbers()).isSameAs(row);
                            }
                        }
                    }
                }
            }
        }
        assertThat(quick).as("of 1404").isGreaterThan(500);
        assertThat(guard("amount", ValueRule.DEFAULT).passes(row(Double.NaN, 1), TEXTS))
                .isTrue();
        assertThat(guard("amount", ValueRule.DEFAULT).passes(row(1e39, 1), TEXTS))
                .isFalse();
    }

    @Test
    void aRowWithNothingToHideIsSeenItself() {
        double[] row = row(Double.NaN, Double.POSITIVE_INFINITY);

        assertThat(seen(ValueGuard.NONE, row).numbers()).isSameAs(row);
        assertThat(seen(ValueGuard.NONE, row).texts()).isSameAs(TEXTS);
        assertThat(seen(guard("amount", missing(Treatment.REFUSE)), row(1, 2)).texts())
                .isSameAs(TEXTS);
    }

    @Test
    void byDefaultTheMissingIsSeenAndTheInfiniteRefused() {
        var guard = ValueGuard.of(FEATURES, feature -> ValueRule.DEFAULT);

        assertThat(seen(guard, row(Double.NaN, 1)).numbers()[0]).isNaN();
        assertThat(refusal(guard, row(1, Double.NEGATIVE_INFINITY), TEXTS)).contains("hour is -Infinity");
    }

    @Test
    void aMissingNumberIsReplacedAndTheRowItselfStaysAsItIs() {
        double[] row = row(Double.NaN, 4);

        var seen = seen(guard("amount", missing(new Treatment.OtherNumber(7.5))), row);

        assertThat(seen.numbers()).containsExactly(7.5, Double.NaN, 4, Double.NaN);
        assertThat(row[0]).isNaN();
        assertThat(replaced).containsExactly("amount");
        assertThat(seen(guard("amount", missing(new Treatment.OtherNumber(7.5))), row(1, 4))
                        .numbers()[0])
                .isEqualTo(1);
        assertThat(replaced).hasSize(1);
    }

    @Test
    void aMissingValueIsRefusedByName() {
        assertThat(refusal(guard("hour", missing(Treatment.REFUSE)), row(1, Double.NaN), TEXTS))
                .isEqualTo("hour is missing");
        assertThat(refusal(guard("city", missing(Treatment.REFUSE)), row(1, 1), "CH", null))
                .isEqualTo("city is missing");
    }

    @Test
    void aMissingTextIsReplacedByAnother() {
        @Nullable String[] texts = {null, "Basel"};
        var guard = guard("country", missing(new Treatment.OtherText("unknown")));

        var seen = (Seen.Row) look(guard, row(1, 1), texts);

        assertThat(seen.texts()).containsExactly("unknown", "Basel");
        assertThat(texts[0]).isNull();
        assertThat(replaced).containsExactly("country");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 3.5e38, -1e300})
    void whatIsInfiniteIn32BitsIsInfinite(double value) {
        var rule = new ValueRule(Treatment.PASS, new Treatment.OtherNumber(-1), Treatment.PASS, null);

        assertThat(seen(guard("amount", rule), row(value, 1)).numbers()[0]).isEqualTo(-1);
        assertThat(seen(guard("amount", rule), row(3.4e38, 1)).numbers()[0]).isEqualTo(3.4e38);
    }

    @Test
    void theEndsOfARangeAreInside() {
        var guard = guard("amount", outside(Treatment.REFUSE, new Expected.Range(-1, 2)));

        assertThat(seen(guard, row(-1, 1)).numbers()[0]).isEqualTo(-1);
        assertThat(seen(guard, row(2, 1)).numbers()[0]).isEqualTo(2);
        assertThat(refusal(guard, row(Math.nextUp(2.0), 1), TEXTS))
                .startsWith("amount is 2.0000000000000004")
                .endsWith("[-1.0, 2.0]");
        assertThat(refusal(guard, row(Math.nextDown(-1.0), 1), TEXTS)).startsWith("amount is -1.0000000000000002");
    }

    @Test
    void ofFewValuesOnlyTheseAreInside() {
        var guard = guard("hour", outside(new Treatment.OtherNumber(12), new Expected.OneOf(List.of(0.0, 6.0, 12.0))));

        assertThat(seen(guard, row(1, 6)).numbers()[2]).isEqualTo(6);
        assertThat(seen(guard, row(1, -0.0)).numbers()[2]).isZero();
        assertThat(replaced).isEmpty();
        assertThat(seen(guard, row(1, 7)).numbers()[2]).isEqualTo(12);
        assertThat(replaced).containsExactly("hour");
    }

    @Test
    void theMissingAndTheInfiniteAreNotOutside() {
        var guard = guard("amount", outside(Treatment.REFUSE, new Expected.Range(0, 1)));

        assertThat(seen(guard, row(Double.NaN, 1)).numbers()[0]).isNaN();
        assertThat(seen(guard, row(Double.POSITIVE_INFINITY, 1)).numbers()[0]).isInfinite();
    }
}
