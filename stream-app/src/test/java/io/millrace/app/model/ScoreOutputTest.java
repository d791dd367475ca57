package io.millrace.app.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreOutputTest {
    @ParameterizedTest
    @CsvSource({"probabilities[1], probabilities, 1", "variable, variable, 0", "main/dense_1:0[12], main/dense_1:0, 12"
    })
    void readsAnOutputAndAnIndex(String text, String name, int index) {
        assertThat(ScoreOutput.parse(text)).contains(new ScoreOutput(name, index));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[1]", "p[", "p[]", "p[-1]", "p[1", "p[1]x", "p[1][2]", "p q[1]", "p[1234567]"})
    void readsNothingElse(String text) {
        assertThat(ScoreOutput.parse(text)).isEmpty();
    }
}
