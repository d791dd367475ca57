package io.millrace.enrich.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFieldTest {
    private static final Schema EVENT = SchemaBuilder.record("Event")
            .fields()
            .requiredString("text")
            .requiredInt("whole")
            .optionalLong("long")
            .name("either")
            .type()
            .unionOf()
            .stringType()
            .and()
            .longType()
            .endUnion()
            .noDefault()
            .endRecord();

    private static String parsed(String field, String text) {
        return new String(KeyField.of(EVENT, field).parse(text), UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a/b", "ünï", "007", "\0"})
    void takesEveryTextAsItIs(String text) {
        assertThat(parsed("text", text)).isEqualTo(text);
        assertThat(parsed("either", text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "whole, 7, 7",
        "whole, 007, 7",
        "whole, -2147483648, -2147483648",
        "long, 2147483648, 2147483648",
        "long, +1, 1"
    })
    void takesANumberInTheFormThatIsKept(String field, String text, String kept) {
        assertThat(parsed(field, text)).isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource({
        "whole, 2147483648, an int",
        "whole, x, an int",
        "long, 1.0, a long",
        "long, '', a long",
        "long, ' 1', a long"
    })
    void refusesWhatTheFieldCannotHold(String field, String text, String type) {
        assertThatThrownBy(() -> parsed(field, text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(field + " is " + type + ", '" + text + "' is none");
    }

    @Test
    void parsesToWhatEventsAreKeyedBy() {
        var event = new GenericData.Record(EVENT);
        event.put("text", "a/ü");
        event.put("whole", -7);
        event.put("long", null);
        event.put("either", 5L);

        assertThat(KeyField.of(EVENT, "text").bytes(event)).isEqualTo("a/ü".getBytes(UTF_8));
        assertThat(KeyField.of(EVENT, "whole").bytes(event))
                .isEqualTo(KeyField.of(EVENT, "whole").parse("-7"));
        assertThat(KeyField.of(EVENT, "long").bytes(event)).isNull();
        assertThat(KeyField.of(EVENT, "either").bytes(event))
                .isEqualTo(KeyField.of(EVENT, "either").parse("5"));
    }
}
