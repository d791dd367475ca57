package io.millrace.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private final List<String> turns = new ArrayList<>();
    private final List<String> said = new ArrayList<>();

    private Rounds<Double> run() throws Exception {
        var runs = new AtomicInteger();
        var contenders = new LinkedHashMap<String, Rounds.Contender<Double>>();
        for (var name : List.of("a", "b")) {
            contenders.put(name, () -> {
                turns.add(name);
                return (double) runs.incrementAndGet();
            });
        }
        return Rounds.of(2, contenders, said::add, value -> value);
    }

    @Test
    void contendersTakeTurns() throws Exception {
        run();

        assertThat(turns).containsExactly("a", "b", "a", "b");
    }

    @Test
    void aRatioIsTakenWithinEachRound() throws Exception {
        var rounds = run();

        assertThat(rounds.of("a", value -> value).values()).containsExactly(1.0, 3.0);
        assertThat(rounds.ratio("b", "a", value -> value).values()).containsExactly(2.0, 4.0 / 3);
    }

    @Test
    void whatARoundComesToTogetherIsTakenWithinEachRound() throws Exception {
        assertThat(run().each(round -> 10 * round.get("a") + round.get("b")).values())
                .containsExactly(12.0, 34.0);
    }

    @Test
    void everyRunIsTold() throws Exception {
        run();

        assertThat(said)
                .containsExactly(
                        "round 1 of 2, a: 1.00",
                        "round 1 of 2, b: 2.00",
                        "round 2 of 2, a: 3.00",
                        "round 2 of 2, b: 4.00");
    }

    @Test
    void askingForAnyoneElseIsAMistake() throws Exception {
        var rounds = run();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> rounds.of("c", value -> value))
                .withMessageContaining("[a, b]");
    }
}
