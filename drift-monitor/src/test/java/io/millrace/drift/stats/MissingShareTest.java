package io.millrace.drift.stats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MissingShareTest {
    @Test
    void isPositiveWhereMoreIsMissingThanInTheReference() {
        assertThat(MissingShare.between(0.25, 3, 4)).isEqualTo(0.5);
    }

    @Test
    void isNegativeWhereLessIsMissing() {
        assertThat(MissingShare.between(0.5, 1, 4)).isEqualTo(-0.25);
    }
}
