package io.millrace.app.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.enrich.event.Origin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictionIdTest {
    @Test
    void isReadAsItIsWritten() {
        var id = PredictionId.of(new Origin("card-payments-2", 31, 5_000_000_000L, 0, null, null));

        assertThat(id).hasToString("card-payments-2-31-5000000000");
        assertThat(PredictionId.parse(id.toString())).contains(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "payments",
                "payments-1",
                "-1-2",
                "payments-1-x",
                "payments-1--2",
                "payments-1-9999999999999999999"
            })
    void whatIsNoneIsNotRead(String text) {
        assertThat(PredictionId.parse(text)).isEmpty();
    }
}
