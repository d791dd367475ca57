package io.millrace.app.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MergedTest {
    private static String files(Merged merged) {
        var names = new ArrayList<String>();
        merged.forEachRemaining(arrival -> names.add(
                arrival instanceof Arrival.Accepted accepted
                        ? accepted.event().origin().topic() + arrival.timeMillis()
                        : "?"));
        return String.join(" ", names);
    }

    @Test
    void mergesByTimeAndThenByTheOrderOfTheFiles() {
        var merged = new Merged(List.of(
                Arrivals.of("a", "10 20 20 40"),
                Arrivals.of("b", "20 30 40"),
                Arrivals.of("c", ""),
                Arrivals.of("d", "5 20")));

        assertThat(files(merged)).isEqualTo("d5 a10 a20 a20 b20 d20 b30 a40 b40");
    }

    @Test
    void nothingMergedIsNothing() {
        assertThat(new Merged(List.of()).hasNext()).isFalse();
        assertThat(new Merged(List.of(Arrivals.of("a", ""))).hasNext()).isFalse();
    }

    @Test
    void sortedInMemoryTheSameOrderComesOutOfFilesThatHaveNone() {
        var sorted = new Sorted(List.of(Arrivals.of("a", "40 ? 10 20"), Arrivals.of("b", "1000000 20 5")));

        assertThat(Arrivals.text(sorted)).isEqualTo("5@3 10@3 20@4 20@2 40@1 malformed@2 1000000@1");
    }
}
