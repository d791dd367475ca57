package io.millrace.drift.golden;

import static io.millrace.drift.golden.Closeness.DISTANCE;
import static io.millrace.drift.golden.Closeness.P_VALUE;
import static io.millrace.drift.golden.Closeness.SINGLE_P_VALUE;
import static io.millrace.drift.golden.Closeness.assertClose;
import static io.millrace.drift.stats.Statistic.CHI_SQUARE;
import static io.millrace.drift.stats.Statistic.HELLINGER;
import static io.millrace.drift.stats.Statistic.JENSEN_SHANNON;
import static io.millrace.drift.stats.Statistic.KOLMOGOROV_SMIRNOV;
import static io.millrace.drift.stats.Statistic.KULLBACK_LEIBLER;
import static io.millrace.drift.stats.Statistic.L_INFINITY;
import static io.millrace.drift.stats.Statistic.PSI;
import static io.millrace.drift.stats.Statistic.WASSERSTEIN;
import static io.millrace.drift.stats.Statistic.Z;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.drift.definition.Alibi;
import io.millrace.drift.definition.DriftResult;
import io.millrace.drift.definition.Evidently;
import io.millrace.drift.definition.NannyMl;
import io.millrace.drift.definition.Sample;
import io.millrace.drift.detect.DetectorKind;
import io.millrace.drift.detect.Signal;
import io.millrace.drift.stats.ChiSquare;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The values of {@code reference/drift-golden.json} and the published indices of {@code data/drift-golden} beside the repository. */
class ReferenceGoldenTest {
    private final Evidently evidently = new Evidently();
    private final NannyMl nannyml = new NannyMl();

    @Test
    void numbersAreThoseOfTheReference() throws Exception {
        var golden = Golden.sharedJson("reference/drift-golden.json").path("num");
        numbers(golden.path("ref42_2000__cur7_1500_a1.2_b0.3"), rows(42, 2000, 1, 0), rows(7, 1500, 1.2, 0.3));
        numbers(golden.path("ref42_2000__same99_1500"), rows(42, 2000, 1, 0), rows(99, 1500, 1, 0));
        numbers(golden.path("small_400_300"), rows(42, 400, 1, 0), rows(7, 300, 1.2, 0.3));
        numbers(golden.path("big11_12000__13_3000_a1.05_b0.1"), rows(11, 12000, 1, 0), rows(13, 3000, 1.05, 0.1));
    }

    private static Sample.Numbers rows(long seed, int rows, double scale, double shift) {
        var random = new Random(seed);
        return new Sample.Numbers(
                IntStream.range(0, rows)
                        .mapToDouble(row -> Golden.normal(random) * scale + shift)
                        .toArray(),
                false);
    }

    private void numbers(JsonNode golden, Sample reference, Sample current) {
        var theirs = golden.path("evidently");
        var psi = evidently.compare(PSI, reference, current);
        assertThat(psi.bins()).isEqualTo(theirs.path("bins").asInt());
        distance(psi, theirs.path("psi"));
        distance(evidently.compare(KULLBACK_LEIBLER, reference, current), theirs.path("kl_div"));
        distance(evidently.compare(JENSEN_SHANNON, reference, current), theirs.path("jensenshannon"));
        distance(evidently.compare(WASSERSTEIN, reference, current), theirs.path("wasserstein_norm"));
        assertClose(
                "p",
                evidently.compare(KOLMOGOROV_SMIRNOV, reference, current).pValue(),
                theirs.path("ks_p").asDouble(),
                P_VALUE);

        theirs = golden.path("nannyml");
        var binary = nannyml.compare(JENSEN_SHANNON, reference, current);
        assertThat(binary.bins()).isEqualTo(theirs.path("bins_doane_on_ref").asInt());
        distance(binary, theirs.path("jensen_shannon_base2"));
        distance(nannyml.compare(HELLINGER, reference, current), theirs.path("hellinger"));
        boolean estimated = theirs.has("ks_stat_estimated");
        distance(
                nannyml.compare(KOLMOGOROV_SMIRNOV, reference, current),
                theirs.path(estimated ? "ks_stat_estimated" : "ks_stat"));
        if (!estimated) { // of the estimated distance the reference has no value
            distance(nannyml.compare(WASSERSTEIN, reference, current), theirs.path("wasserstein"));
        }

        var alibi = new Alibi().compare(KOLMOGOROV_SMIRNOV, reference, current);
        distance(alibi, golden.path("alibi_ks_asymp").path(0));
        assertClose("p", alibi.pValue(), golden.path("alibi_ks_asymp").path(1).asDouble(), SINGLE_P_VALUE);
    }

    private static void distance(DriftResult ours, JsonNode theirs) {
        assertClose(ours.statistic().code(), ours.value(), theirs.asDouble(), DISTANCE);
    }

    @Test
    void categoriesAreThoseOfTheReference() throws Exception {
        var golden = Golden.sharedJson("reference/drift-golden.json").path("cat");
        var reference = texts(Map.of("a", 500, "b", 300, "c", 200));
        var current = texts(Map.of("a", 350, "b", 330, "c", 240, "d", 80));
        var theirs = golden.path("evidently");
        distance(evidently.compare(PSI, reference, current), theirs.path("psi"));
        distance(evidently.compare(KULLBACK_LEIBLER, reference, current), theirs.path("kl_div"));
        distance(evidently.compare(JENSEN_SHANNON, reference, current), theirs.path("jensenshannon"));
        var unseen = evidently.compare(CHI_SQUARE, reference, current);
        assertThat(unseen.value()).isInfinite();
        assertThat(unseen.pValue()).isZero();
        distance(nannyml.compare(JENSEN_SHANNON, reference, current), golden.path("nannyml_js_base2"));
        distance(nannyml.compare(HELLINGER, reference, current), golden.path("nannyml_hellinger"));
        distance(nannyml.compare(L_INFINITY, reference, current), golden.path("nannyml_linf"));
        test(nannyml.compare(CHI_SQUARE, reference, current), golden.path("chi2_contingency(alibi,nannyml)"));
    }

    private static void test(DriftResult ours, JsonNode theirs) {
        distance(ours, theirs.path(0));
        assertClose("p", ours.pValue(), theirs.path(1).asDouble(), P_VALUE);
    }

    private static Sample.Categories texts(Map<String, Integer> counts) {
        var texts = new ArrayList<String>();
        counts.forEach((text, count) -> IntStream.range(0, count).forEach(i -> texts.add(text)));
        return new Sample.Categories(new ArrayList<>(texts));
    }

    @Test
    void twoCategoriesAreThoseOfTheReference() throws Exception {
        var golden = Golden.sharedJson("reference/drift-golden.json").path("binary");
        var reference = texts(Map.of("no", 700, "yes", 300));
        var current = texts(Map.of("no", 640, "yes", 360));
        assertClose(
                "p",
                evidently.compare(Z, reference, current).pValue(),
                golden.path("evidently_z_p").asDouble(),
                P_VALUE);
        var fit = ChiSquare.goodnessOfFit(new long[] {700, 300}, new long[] {640, 360});
        assertClose(
                "statistic",
                fit.statistic(),
                golden.path("evidently_chisquare").path(0).asDouble(),
                DISTANCE);
        assertClose(
                "p", fit.pValue(), golden.path("evidently_chisquare").path(1).asDouble(), P_VALUE);
        test(nannyml.compare(CHI_SQUARE, reference, current), golden.path("chi2_contingency_yates(alibi,nannyml)"));
    }

    @Test
    void detectorsSayWhatRiverPublished() throws Exception {
        var streams = new LinkedHashMap<String, List<Double>>();
        for (var line : Files.readAllLines(Golden.shared("data/drift-golden/river-streams.csv"))) {
            var cells = line.split(",", -1);
            if (!cells[0].equals("stream")) {
                streams.computeIfAbsent(cells[0], name -> new ArrayList<>()).add(Double.valueOf(cells[2]));
            }
        }
        var shift = streams.get("A_py_random_12345");

        assertThat(drifts("adwin", Map.of(), shift)).containsExactly(1023);
        assertThat(drifts("page-hinkley", Map.of(), shift)).containsExactly(1006);
        assertThat(drifts("page-hinkley", Map.of("mode", "up"), shift)).containsExactly(1006);
        assertThat(drifts("kswin", Map.of("alpha", "1e-4", "seed", "42"), shift))
                .containsExactly(1016);
        var errors = streams.get("C_py_ddm_42");
        assertThat(drifts("ddm", Map.of(), errors)).containsExactly(1334);
        assertThat(drifts("eddm", Map.of("alpha", "0.8", "beta", "0.75"), errors))
                .containsExactly(1278);
    }

    private static List<Integer> drifts(String kind, Map<String, String> parameters, List<Double> values) {
        var detector =
                DetectorKind.ofCode(kind).orElseThrow().settings(parameters).begin();
        var drifts = new ArrayList<Integer>();
        for (int i = 0; i < values.size(); i++) {
            if (detector.update(values.get(i)) == Signal.DRIFT) {
                drifts.add(i);
            }
        }
        return drifts;
    }
}
