package io.millrace.app.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreOutputTest {
    @ParameterizedTest
    @MethodSource("forms")
    void readsAnOutputAndWhereTheScoreIsInIt(String text, String name, List<String> path) {
        assertThat(ScoreOutput.parse(text)).contains(new ScoreOutput(name, path));
        assertThat(ScoreOutput.parse(text)).get().hasToString(text);
    }

    static Stream<Arguments> forms() {
        return Stream.of(
                arguments("probabilities[1]", "probabilities", List.of("1")),
                arguments("variable", "variable", List.of()),
                arguments("main/dense_1:0[12]", "main/dense_1:0", List.of("12")),
                arguments("output_probability[very bad]", "output_probability", List.of("very bad")),
                arguments("scores[-1]", "scores", List.of("-1")),
                arguments("forecast[0][2]", "forecast", List.of("0", "2")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[1]", "p[", "p[]", "p[ ]", "p[1", "p[1]x", "p[[1]]", "p q[1]"})
    void readsNothingElse(String text) {
        assertThat(ScoreOutput.parse(text)).isEmpty();
    }
}
