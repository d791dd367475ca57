package io.millrace.app.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunSettingsTest {
    private static RunSettings settings(int httpPort, int threads, Set<Role> roles, int createTopics) {
        return new RunSettings(
                "broker:9092", "http://registry", Path.of("state"), httpPort, threads, roles, null, createTopics);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 0", "65535, 64, 1"})
    void takeEverythingUpToTheLimits(int httpPort, int threads, int createTopics) {
        assertThat(settings(httpPort, threads, Set.of(Role.SCORE), createTopics).httpPort())
                .isEqualTo(httpPort);
    }

    @ParameterizedTest
    @CsvSource({"-1, 1, 0, HTTP port", "65536, 1, 0, HTTP port", "0, 0, 0, threads", "0, 1, -1, partitions"})
    void refuseWhatIsBeyondThem(int httpPort, int threads, int createTopics, String named) {
        assertThatThrownBy(() -> settings(httpPort, threads, Set.of(Role.SCORE), createTopics))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }

    @Test
    void tellEveryMistakeAtOnce() {
        assertThatThrownBy(() -> settings(-1, 0, Set.of(), -1))
                .hasMessageContainingAll("role", "threads", "HTTP port", "partitions");
    }

    @Test
    void doNotChangeWithTheSetTheyWereMadeFrom() {
        var roles = EnumSet.of(Role.SCORE);
        var settings = settings(0, 1, roles, 0);

        roles.add(Role.MONITOR);

        assertThat(settings.roles()).containsExactly(Role.SCORE);
    }
}
