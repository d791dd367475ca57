package io.millrace.app.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.topology.PredictionId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacesTest {
    private final Places places = new Places();

    private static PredictionId id(int partition, long offset) {
        return new PredictionId("payments", partition, offset);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 65_535, 65_536, 131_071, 5_000_000_000L})
    void aPlaceIsThereOnceItWasAdded(long offset) {
        assertThat(places.contains(id(1, offset))).isFalse();
        assertThat(places.add(id(1, offset))).isTrue();
        assertThat(places.add(id(1, offset))).isFalse();
        assertThat(places.contains(id(1, offset))).isTrue();
    }

    @Test
    void aPlaceIsNoneOfItsNeighbours() {
        places.add(id(1, 65_536));

        assertThat(places.contains(id(1, 0))).isFalse();
        assertThat(places.contains(id(1, 65_535))).isFalse();
        assertThat(places.contains(id(1, 65_537))).isFalse();
        assertThat(places.contains(id(0, 65_536))).isFalse();
        assertThat(places.contains(id(1, 65_536 + (1L << 32)))).isFalse();
    }
}
