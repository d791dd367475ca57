package io.millrace.app.rollout;

import static io.millrace.app.rollout.Log.digest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrialTest {
    private static final int ENTITIES = 100_000;

    private static Map<String, Long> counts(Trial trial, String form) {
        return IntStream.range(0, ENTITIES)
                .mapToObj(number -> trial.versionFor(form.formatted(number)).orElse("champion"))
                .collect(Collectors.groupingBy(version -> version, Collectors.counting()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%d", "c-%06d", "terminal %d of many", "é%d"})
    void sharesAreWithinHalfAPointHoweverEntitiesAreNamed(String form) {
        var trial =
                Trial.of(Trial.Kind.AB, List.of(digest('b'), digest('c')), List.of(new Share(1_000), new Share(3_333)));

        var counts = counts(trial, form);

        assertThat(share(counts, digest('b'))).isCloseTo(0.1, within(0.005));
        assertThat(share(counts, digest('c'))).isCloseTo(0.3333, within(0.005));
        assertThat(share(counts, "champion")).isCloseTo(0.5667, within(0.005));
    }

    private static double share(Map<String, Long> counts, String version) {
        return counts.getOrDefault(version, 0L) / (double) ENTITIES;
    }

    @Test
    void otherTrialsTryOtherEntities() {
        var first = Trial.of(Trial.Kind.CANARY, List.of(digest('b')), List.of(new Share(1_000)));
        var second = Trial.of(Trial.Kind.CANARY, List.of(digest('c')), List.of(new Share(1_000)));

        long both = IntStream.range(0, ENTITIES)
                .mapToObj(number -> "c-" + number)
                .filter(entity -> first.versionFor(entity).isPresent())
                .filter(entity -> second.versionFor(entity).isPresent())
                .count();

        assertThat(both / (double) ENTITIES).isCloseTo(0.01, within(0.002));
    }

    /** What was assigned once must be assigned for ever: computed when this was written. */
    @Test
    void anEntityIsAssignedAsItEverWas() {
        var trial = Trial.of(Trial.Kind.CANARY, List.of(digest('b')), List.of(new Share(5_000)));

        var assigned = IntStream.range(0, 24)
                .mapToObj(number -> trial.versionFor("c-" + number).isPresent() ? "1" : "0")
                .collect(Collectors.joining());

        assertThat(assigned).isEqualTo("100101101111010000001001");
    }
}
