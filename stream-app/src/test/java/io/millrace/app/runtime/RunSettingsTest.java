package io.millrace.app.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.enrich.topology.StoreKind;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @CsvSource({
        "me, me:8080",
        "me:9090, me:9090",
        "pod-0.millrace.fraud.svc.cluster.local, pod-0.millrace.fraud.svc.cluster.local:8080",
        "10.1.2.3, 10.1.2.3:8080",
        "[fd00::1], [fd00::1]:8080",
        "[fd00::1]:65535, [fd00::1]:65535",
        "fd00::1, [fd00::1]:8080",
        "'',"
    })
    void tellOthersAnAddressWithAPort(String given, @Nullable String told) {
        var settings = settings(0, 1, Set.of(Role.SCORE), 0).advertising(given.isEmpty() ? null : given);

        assertThat(settings.advertised(8080)).isEqualTo(told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "http://me", "me:0", "me:65536", "me:", "me/x", "a_b", "a,b:1"})
    void refuseAnAddressThatIsNone(String given) {
        var settings = settings(0, 1, Set.of(Role.SCORE), 0);

        assertThatThrownBy(() -> settings.advertising(given))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("HOST or HOST:PORT");
    }

    @Test
    void boundTheMemoryOfRocksDbFromBelow() {
        long least = StateSettings.LEAST_BYTES;

        assertThat(new StateSettings(StoreKind.ROCKSDB, least).rocksDbBytes()).isEqualTo(least);
        assertThatThrownBy(() -> new StateSettings(StoreKind.ROCKSDB, least - 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("8m");
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
