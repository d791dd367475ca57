package io.millrace.enrich.expression;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.avro.generic.GenericData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectCompilerTest {
    private final ExpressionCompiler compiler = Sample.compiler();

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = ';', textBlock = """
            an int that overflows is an error                   ; points + 1                           ; NaN
            also by subtraction                                 ; -points - 2                          ; NaN
            also by multiplication                              ; points * 2                           ; NaN
            also by negation                                    ; -(-points - 1)                       ; NaN
            also by division                                    ; (-points - 1) / -1                   ; NaN
            the least int has a remainder                       ; (-points - 1) % -1                   ; 0
            an int is not divided by zero                       ; items / (items - 7)                  ; NaN
            nor has it a remainder then                         ; items % (items - 7)                  ; NaN
            ints are divided towards zero                       ; -items / 2                           ; -3
            and their remainder has the dividend's sign         ; -items % 2                           ; -1
            a double is divided by zero                         ; amount / 0.0                         ; Infinity
            a negative zero stays one                           ; -(amount - amount)                   ; -0.0
            a float is the double nearest to it                 ; rate + 0.0                           ; 0.10000000149011612
            no number equals none                               ; 0.0 / 0.0 == 0.0 / 0.0               ; 0
            and differs from it                                 ; 0.0 / 0.0 != 0.0 / 0.0               ; 1
            no double is below it                               ; amount < 0.0 / 0.0                   ; 0
            but every int                                       ; items < 0.0 / 0.0                    ; 1
            zeros of both signs are the same double             ; -0.0 == 0.0                          ; 1
            but an int zero is above the negative one           ; items - 7 > -0.0                     ; 1
            an int is compared with a double as its double      ; points < 9223372036854775807.0       ; 0
            and a double with an int                            ; amount >= items                      ; 0
            an int becomes a double                             ; double(items) / 2.0                  ; 3.5
            a double an int, towards zero                       ; int(-amount)                         ; -2
            unless it is 2^63                                   ; int(9223372036854775808.0)           ; NaN
            or -2^63, although that is an int                   ; int(-9223372036854775808.0)          ; NaN
            or no number                                        ; int(0.0 / 0.0)                       ; NaN
            the greatest double below 2^63 does                 ; int(9223372036854774784.0)           ; 9223372036854774784
            a timestamp becomes its second                      ; int(at)                              ; 1774745999
            false comes before true                             ; !online < online                     ; 1
            texts are ordered by their chars                    ; '😀' < '\uFFFD'                      ; 1
            the empty text comes first                          ; '' < name                            ; 1
            an enum is a text                                   ; country == 'BE'                      ; 1
            texts are joined                                    ; name + country == 'annaBE'           ; 1
            an int is in a list                                 ; items in [9, 7, 7, -1]               ; 1
            or not                                              ; items in [9, -7]                     ; 0
            a text is in a list                                 ; country in ['NL', 'BE']              ; 1
            nothing is in an empty list                         ; name in []                           ; 0
            timestamps of different units are compared          ; at < finely                          ; 1
            and one is the same as itself                       ; at == at && finely <= finely         ; 1
            summer time has not begun                           ; hour(at, 'Europe/Brussels')          ; 1
            a microsecond before it has not either              ; hour(finely, 'Europe/Brussels')      ; 1
            without a zone it is UTC                            ; hour(at)                             ; 0
            a zone may be an offset                             ; day_of_month(at, '-01:00')           ; 28
            the event time may be a plain number                ; hour(cycle)                          ; 7
            also beside a timestamp                             ; cycle < at                           ; 1
            """)
    void evaluatesAsCelDoes(String sentence, String source, Double value) throws ExpressionException {
        var expression = compiled(source);

        assertThat(expression.direct()).isNotNull();
        assertThat(expression.evaluate(Sample.ordinary())).isEqualTo(value);
        assertThat(byCel(expression).evaluate(Sample.ordinary())).isEqualTo(value);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = ';', textBlock = """
            a true after an error decides                       ; items / 0 > 1 || online              ; 1
            and a true before it                                ; online || items / 0 > 1              ; 1
            a false does not                                    ; items / 0 > 1 || !online             ; NaN
            a false after an error decides                      ; items / 0 > 1 && !online             ; 0
            and a false before it                               ; !online && items / 0 > 1             ; 0
            a true does not                                     ; items / 0 > 1 && online              ; NaN
            two errors are one                                  ; items / 0 > 1 && items % 0 > 1       ; NaN
            an error may be deep                                ; 1.0 < double(1 / (items - 7)) || online ; 1
            a condition that fails is not absorbed within it    ; (items / 0 > 1 ? online : online)    ; NaN
            what is not chosen does not fail                    ; online ? 1 : items / 0               ; 1
            a null decides nothing even before a true           ; age > 1 || online                    ; NaN
            what is decided already asks for no null            ; online || age > 1                    ; 1
            nor does what was not chosen                        ; online ? amount : limit              ; 2.5
            nor what comes after an error                       ; items / 0 > age || online            ; 1
            but what comes before it                            ; age > items / 0 || online            ; NaN
            a null in a list is one                             ; note in ['a'] || online              ; NaN
            a null is no divisor                                ; items / age > 1 || online            ; NaN
            a reference that is absent is null                  ; shop.name == 'x' || online           ; NaN
            as is a label that nobody knows                     ; label || online                      ; NaN
            """)
    void asksForTheSameFieldsAsCel(String sentence, String source, Double value) throws ExpressionException {
        evaluatesAsCelDoes(sentence, source, value);
    }

    @Test
    void takesAValueThatIsNotOfItsFieldsTypeForAnError() throws ExpressionException {
        var wrong = Sample.ordinary().with("at", 5);

        for (String source : new String[] {"hour(at)", "hour(at) > 1 || !online"}) {
            assertThat(compiled(source).evaluate(wrong)).as(source).isNaN();
            assertThat(byCel(compiled(source)).evaluate(wrong)).as(source).isNaN();
        }
        assertThat(compiled("hour(at) > 1 || online").evaluate(wrong)).isEqualTo(1.0);
    }

    @Test
    void readsReferenceAndLabel() throws ExpressionException {
        var shop = new GenericData.Record(Sample.SHOP);
        shop.put("name", "corner");
        var facts = new Sample(Sample.ordinary().record(), shop, true);
        var expression = compiled("label && shop.name != name");

        assertThat(expression.direct()).isNotNull();
        assertThat(expression.references()).containsExactly(0);
        assertThat(expression.readsLabel()).isTrue();
        assertThat(expression.evaluate(facts)).isEqualTo(1.0);
        assertThat(expression.evaluate(new Sample(facts.record(), shop, false))).isEqualTo(0.0);
    }

    @Test
    void hashesATextOfWhichOnlySamenessCounts() throws ExpressionException {
        var joined = (CelExpression) compiler.compileIdentity("name + '-' + country");

        assertThat(joined.direct()).isNotNull();
        assertThat(joined.evaluate(Sample.ordinary())).isEqualTo(TextHash.of("anna-BE"));
    }

    @Test
    void givesATextWhereAValueIsWanted() throws ExpressionException {
        var joined = (CelExpression) compiler.compileValue("name + '-' + (points + 1 > 0 || online ? country : note)");
        var missing = (CelExpression) compiler.compileValue("note + '!'");
        var failed = (CelExpression) compiler.compileValue("items / 0 > 1 ? name : country");

        assertThat(joined.direct()).isNotNull();
        assertThat(joined.text(Sample.ordinary())).isEqualTo("anna-BE");
        assertThat(missing.direct()).isNotNull();
        assertThat(missing.text(Sample.ordinary())).isNull();
        assertThat(failed.direct()).isNotNull();
        assertThat(failed.text(Sample.ordinary())).isNull();
        assertThat(compiled("items + 1").text(Sample.ordinary())).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "size(name)",
                "amount > 1.0 && size(name) > 1",
                "name.startsWith('a')",
                "items in [items, 2]",
                "amount in [1.0, 2.5]",
                "(online || items / 0 > 1) == online",
                "online != (online ? online && label : online)",
                "[1, 2].exists(x, x == items)",
                "dyn(amount) > 1",
                "int(name)",
                "string(items) == '7'",
                "at > timestamp('2026-01-01T00:00:00Z')",
                "at - finely < duration('1s')",
                "(online ? at : finely) == at",
                "hour(online ? at : finely)",
                "[items][0]",
                "{'a': items}['a']",
                "0u < 1u"
            })
    void leavesTheWholeExpressionToCelWhereItDoesNotKnowAPart(String source) throws ExpressionException {
        assertThat(compiled(source).direct()).isNull();
    }

    private CelExpression compiled(String source) throws ExpressionException {
        return (CelExpression) compiler.compile(source);
    }

    static CelExpression byCel(CelExpression expression) {
        return new CelExpression(
                expression.program(),
                null,
                expression.variables(),
                expression.type(),
                expression.references(),
                expression.readsLabel());
    }
}
