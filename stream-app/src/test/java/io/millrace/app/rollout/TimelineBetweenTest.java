package io.millrace.app.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimelineBetweenTest {
    private static final Timeline TIMELINE =
            Timeline.EMPTY.with(0, Plan.of("a")).with(100, Plan.of("b")).with(200, Plan.of("c"));

    @ParameterizedTest
    @CsvSource({
        "0, 100, a",
        "99, 101, a b",
        "100, 200, b",
        "100, 201, b c",
        "200, 9223372036854775807, c",
        "-9223372036854775808, 1, a",
        "-9223372036854775808, 9223372036854775807, a b c",
        "-5, 0, ''",
    })
    void plansHoldFromTheirTimeToThatOfTheNext(long from, long until, String champions) {
        assertThat(TIMELINE.between(from, until).stream().map(Plan::champion).collect(Collectors.joining(" ")))
                .isEqualTo(champions);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, a",
        "0, 99, a",
        "0, 100, ''",
        "100, 100, b",
        "100, 199, b",
        "99, 100, ''",
        "99, 200, ''",
        "200, 9223372036854775807, c",
        "-1, -1, ''",
        "-1, 50, ''",
    })
    void onePlanHoldsThroughoutAPeriodOrNoneDoes(long from, long to, String champion) {
        assertThat(TIMELINE.throughout(from, to).map(Plan::champion).orElse("")).isEqualTo(champion);
    }

    @Test
    void aPlanThatCameBackDidNotHoldInBetween() {
        var thereAndBack =
                Timeline.EMPTY.with(0, Plan.of("a")).with(100, Plan.of("b")).with(200, Plan.of("a"));

        assertThat(thereAndBack.throughout(50, 250)).isEmpty();
        assertThat(thereAndBack.throughout(200, 250)).contains(Plan.of("a"));
    }

    @Test
    void aPlanThatFollowsItselfHoldsThroughout() {
        var twice = Timeline.EMPTY.with(0, Plan.of("a")).with(100, Plan.of("a"));

        assertThat(twice.throughout(50, 150)).contains(Plan.of("a"));
    }
}
