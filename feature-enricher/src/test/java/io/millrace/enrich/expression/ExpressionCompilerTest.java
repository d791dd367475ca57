package io.millrace.enrich.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.enrich.Payments;
import io.millrace.enrich.definition.FeatureType;
import io.millrace.enrich.definition.TimeField;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionCompilerTest {
    private final ExpressionCompiler compiler =
            new ExpressionCompiler(Payments.TRANSACTION, Map.of("customer", Payments.CUSTOMER));

    private record Given(GenericRecord record, @Nullable GenericRecord customer) implements Facts {
        @Override
        public @Nullable GenericRecord reference(int index) {
            return customer;
        }
    }

    private static Facts payment(@Nullable Double amount) {
        return new Given(
                Payments.payment("t1", Instant.parse("2026-03-01T06:59:59.999Z"), "c1", null, amount),
                Payments.customer("c1", "BE"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    amount                        ; DOUBLE  ; 12.5
                    '  amount  '                  ; DOUBLE  ; 12.5
                    items                         ; LONG    ; 3
                    online                        ; BOOLEAN ; 1
                    amount * 2.0                  ; DOUBLE  ; 25
                    items + 1                     ; LONG    ; 4
                    amount > 12                   ; BOOLEAN ; 1
                    items < 2.5                   ; BOOLEAN ; 0
                    items >= 3 && online          ; BOOLEAN ; 1
                    hour(tx_time) <= 6            ; BOOLEAN ; 1
                    hour(tx_time)                 ; LONG    ; 6
                    day_of_week(tx_time)          ; LONG    ; 7
                    day_of_month(tx_time)         ; LONG    ; 1
                    month(tx_time)                ; LONG    ; 3
                    day_of_year(tx_time)          ; LONG    ; 60
                    hour(tx_time, 'Asia/Tokyo')   ; LONG    ; 15
                    day_of_week(tx_time, '+18:00'); LONG    ; 1
                    customer.country == country   ; BOOLEAN ; 1
                    customer_id == 'c1'           ; BOOLEAN ; 1
                    items > 2 ? amount : 0.0      ; DOUBLE  ; 12.5
                    country in ['BE', 'NL']       ; BOOLEAN ; 1
                    size(country)                 ; LONG    ; 2
                    """)
    void evaluatesWhatItTypeChecked(String source, FeatureType type, double value) throws ExpressionException {
        Expression expression = compiler.compile(source);

        assertThat(expression.type()).isEqualTo(type);
        assertThat(expression.evaluate(payment(12.5))).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    amount
                    amount * 2.0
                    amount > 1.0 || online
                    online || amount > 1.0 && amount > 0.0 || amount < 0.0
                    items / (items - 3)
                    customer.limit
                    customer.limit > 3.0
                    """)
    void isMissingWhereItReadsANullOrFails(String source) throws ExpressionException {
        Facts facts = payment(null);

        if (source.startsWith("online")) {
            // what CEL does not need it does not read
            assertThat(compiler.compile(source).evaluate(facts)).isEqualTo(1.0);
        } else {
            assertThat(compiler.compile(source).evaluate(facts)).isNaN();
        }
    }

    @Test
    void isMissingWhereTheReferenceIsAbsent() throws ExpressionException {
        var facts = new Given(Payments.payment("t1", Payments.NOON, "c1", null, 1.0), null);

        assertThat(compiler.compile("customer.country == country").evaluate(facts))
                .isNaN();
        assertThat(compiler.compile("customer.limit").evaluate(facts)).isNaN();
    }

    @Test
    void readsAPlainFieldWithoutCel() throws ExpressionException {
        assertThat(compiler.compile("amount")).isInstanceOf(FieldExpression.class);
        assertThat(compiler.compile("customer.limit")).isInstanceOf(FieldExpression.class);
        assertThat(compiler.compile("amount + 0.0")).isInstanceOf(CelExpression.class);
    }

    @Test
    void knowsWhichReferencesItReads() throws ExpressionException {
        assertThat(compiler.compile("amount > 1.0").references()).isEmpty();
        assertThat(compiler.compile("amount > customer.limit").references()).containsExactly(0);
        assertThat(compiler.compile("customer.limit").references()).containsExactly(0);
    }

    @Test
    void namesAllUnknownFieldsAndTheKnownOnes() {
        var refused =
                catchThrowableOfType(ExpressionException.class, () -> compiler.compile("amout > 1.0 && itens > 2"));

        assertThat(refused.problems()).hasSize(2);
        assertThat(refused.problems().get(0)).contains("unknown field 'amout'").contains("amount, country, items");
        assertThat(refused.problems().get(1)).contains("unknown field 'itens'");
    }

    @Test
    void refusesAZoneThatNobodyKnowsAndOneThatIsNotWrittenOut() {
        assertThatThrownBy(() -> compiler.compile("hour(tx_time, 'Europe/Bruxelles')"))
                .hasMessage("'Europe/Bruxelles' is no time zone, 'Europe/Brussels' is one");
        assertThatThrownBy(() -> compiler.compile("hour(tx_time, country)"))
                .hasMessage("a time zone must be written out, such as 'Europe/Brussels'");
    }

    @Test
    void readsACountedTimeAsATimestamp() throws ExpressionException {
        var schema =
                SchemaBuilder.record("Reading").fields().requiredInt("cycle").endRecord();
        var time = TimeField.counted("cycle", Duration.ofHours(1), Instant.parse("2026-03-02T00:00:00Z"));
        var reading = new GenericData.Record(schema);
        reading.put("cycle", 31);

        var hour = new ExpressionCompiler(schema, time, Map.of(), null).compile("hour(cycle)");

        assertThat(hour.evaluate(new Given(reading, null))).isEqualTo(7);
    }

    @Test
    void tellsTextsApartWhereOnlySamenessCounts() throws ExpressionException {
        var country = compiler.compileIdentity("country");
        var joined = compiler.compileIdentity("customer_id + country");

        assertThat(country.evaluate(payment(1.0))).isEqualTo(country.evaluate(payment(2.0)));
        assertThat(joined.evaluate(payment(1.0))).isNotEqualTo(country.evaluate(payment(1.0)));
        assertThat(country.evaluate(payment(1.0))).isBetween(0.0, 0x1p52);
    }

    @Test
    void readsTextsWhereAValueIsWanted() throws ExpressionException {
        var field = compiler.compileValue("country");
        var made = compiler.compileValue("customer_id + '-' + country");
        var missing = compiler.compileValue("terminal_id");

        assertThat(field.type()).isEqualTo(FeatureType.TEXT);
        assertThat(made.type()).isEqualTo(FeatureType.TEXT);
        assertThat(compiler.compileValue("items").type()).isEqualTo(FeatureType.LONG);
        assertThat(field.text(payment(1.0))).isEqualTo("BE");
        assertThat(made.text(payment(1.0))).isEqualTo("c1-BE");
        assertThat(missing.text(payment(1.0))).isNull();
        assertThatThrownBy(() -> compiler.compileValue("tx_time"))
                .hasMessage("must be a bool, int or double or string, is a google.protobuf.Timestamp");
    }

    @Test
    void knowsTheLabelOnlyOfEventsWithAnOutcome() throws ExpressionException {
        var label = SchemaBuilder.record("Outcome")
                .fields()
                .requiredBoolean("fraud")
                .endRecord()
                .getField("fraud");
        var withLabel = new ExpressionCompiler(Payments.TRANSACTION, null, Map.of(), label);
        var lost = withLabel.compile("label ? amount : 0.0");
        Facts unknown = payment(12.5);

        assertThat(lost.readsLabel()).isTrue();
        assertThat(withLabel.compile("label").readsLabel()).isTrue();
        assertThat(withLabel.compile("amount").readsLabel()).isFalse();
        assertThat(lost.evaluate(unknown)).isNaN();
        assertThat(lost.evaluate(new Labelled(unknown.record(), true))).isEqualTo(12.5);
    }

    private record Labelled(GenericRecord record, Object label) implements Facts {
        @Override
        public @Nullable GenericRecord reference(int index) {
            return null;
        }
    }

    @Test
    void namesTheFieldsOfAReference() {
        assertThatThrownBy(() -> compiler.compile("customer.town == country"))
                .hasMessage(
                        "unknown field of 'customer'; known are customer.customer_id, customer.country, customer.limit");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    country           ; must be a bool, int or double, is a string
                    tx_time           ; must be a bool, int or double, is a google.protobuf.Timestamp
                    country + 'x'     ; must be a bool, int or double, is a string
                    amount * 2        ; found no matching overload
                    hour(amount)      ; found no matching overload
                    size(tags) > 1    ; unknown field 'tags'
                    amount >          ; mismatched input
                    ''                ; mismatched input
                    """)
    void refusesWhatIsNoNumber(String source, String problem) {
        assertThatThrownBy(() -> compiler.compile(source))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining(problem);
    }
}
