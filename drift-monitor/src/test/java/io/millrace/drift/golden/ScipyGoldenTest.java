package io.millrace.drift.golden;

import static io.millrace.drift.golden.Closeness.DISTANCE;
import static io.millrace.drift.golden.Closeness.P_VALUE;
import static io.millrace.drift.golden.Closeness.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.drift.random.NumpyRandom;
import io.millrace.drift.random.PythonRandom;
import io.millrace.drift.stats.KolmogorovSmirnov;
import io.millrace.drift.stats.Wasserstein;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests, distances and dice are those of SciPy, NumPy and Python. */
class ScipyGoldenTest {
    private static final JsonNode SCIPY = Golden.section("scipy");

    static Stream<JsonNode> kolmogorovSmirnov() {
        return Golden.each(SCIPY.path("kolmogorov-smirnov"));
    }

    @ParameterizedTest
    @MethodSource("kolmogorovSmirnov")
    void kolmogorovSmirnovAndWassersteinAreScipys(JsonNode golden) {
        double[] r = Golden.values(golden.path("reference"));
        double[] c = Golden.values(golden.path("current"));

        var chosen = KolmogorovSmirnov.between(r, c);

        assertClose("statistic", chosen.statistic(), Golden.number(golden.path("statistic")), DISTANCE);
        assertClose("p", chosen.pValue(), Golden.number(golden.path("auto")), P_VALUE);
        double asymptotic = KolmogorovSmirnov.asymptotic(r, c).pValue();
        assertClose("asymptotic p", asymptotic, Golden.number(golden.path("asymptotic")), P_VALUE);
        assertClose("distance", Wasserstein.between(r, c), Golden.number(golden.path("wasserstein")), DISTANCE);
    }

    @Test
    void asymptoticPValuesAreScipysOverTheirWholeRange() {
        for (var golden : SCIPY.path("asymptotic")) {
            int n = golden.path(0).asInt();
            int m = golden.path(1).asInt();
            int k = golden.path(2).asInt();
            double[] r = IntStream.range(0, n).asDoubleStream().toArray();
            double[] c = new double[m];
            double step = (n - 1.0) / (m - 1);
            Arrays.setAll(c, i -> (i == m - 1 ? n - 1 : i * step) + k + 0.25);

            var ours = KolmogorovSmirnov.asymptotic(r, c);

            assertClose("statistic of " + golden, ours.statistic(), Golden.number(golden.path(3)), DISTANCE);
            assertClose("p of " + golden, ours.pValue(), Golden.number(golden.path(4)), P_VALUE, 1e-300);
        }
    }

    @Test
    void samplesAreThoseOfPython() {
        long seed = -1;
        var random = PythonRandom.of(0);
        for (var golden : SCIPY.path("samples")) {
            if (golden.path("seed").asLong() != seed) {
                seed = golden.path("seed").asLong();
                random = PythonRandom.of(seed);
            }
            assertThat(random.sample(
                            golden.path("population").asInt(),
                            golden.path("size").asInt()))
                    .containsExactly(Golden.each(golden.path("sample"))
                            .mapToInt(JsonNode::asInt)
                            .toArray());
        }
    }

    @Test
    void permutationsAreThoseOfNumpy() {
        int seed = -1;
        var random = NumpyRandom.of(0);
        for (var golden : SCIPY.path("permutations")) {
            if (golden.path("seed").asInt() != seed) {
                seed = golden.path("seed").asInt();
                random = NumpyRandom.of(seed);
            }
            assertThat(random.permutation(golden.path("size").asInt()))
                    .startsWith(Golden.each(golden.path("permutation"))
                            .mapToInt(JsonNode::asInt)
                            .toArray());
        }
    }
}
