package io.millrace.app.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.app.model.OnnxModel;
import io.millrace.app.model.Scorer;
import io.millrace.app.model.TestModels;
import io.millrace.app.model.Zoo;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OcclusionTest {
    static {
        TestModels.folder(); // prepares the native library
    }

    private interface Trial {
        void run(Scorer scorer) throws Exception;
    }

    private static void with(Zoo.Member member, int capacity, Trial trial) throws Exception {
        try (var model = OnnxModel.open(Zoo.folder(), member.read(), member.output(), member.features());
                var scorer = model.newScorer(capacity)) {
            trial.run(scorer);
        }
    }

    private static List<ScoredRow> scored(Zoo.Member member, Scorer scorer, int rows) throws Exception {
        var scored = new ArrayList<ScoredRow>();
        for (int i = 0; i < rows; i++) {
            scored.add(new ScoredRow(member.row(i), member.texts(i), score(scorer, member.row(i), member.texts(i))));
        }
        return scored;
    }

    private static double score(Scorer scorer, double[] row, String[] texts) throws Exception {
        scorer.put(0, row, texts);
        scorer.run(1);
        return scorer.score(0);
    }

    /** Features come as items, average, amount; their weights are 0.3, -0.02 and 0.01. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64})
    void ofALinearModelItIsTheWeightTimesTheDistanceFromTheMedian(int capacity) throws Exception {
        var member = Zoo.member("hand-vector");
        with(member, capacity, scorer -> {
            var rows = scored(member, scorer, 5);

            var contributions = new Occlusion(scorer, Baseline.of(4, 50, 60)).of(rows, () -> false);

            assertThat(contributions).hasSize(5);
            for (int i = 0; i < 5; i++) {
                var row = rows.get(i).numbers();
                var expected = new double[] {0.3 * (row[0] - 4), -0.02 * (row[1] - 50), 0.01 * (row[2] - 60)};
                assertThat(contributions.get(i)).containsExactly(expected, within(1e-5));
            }
        });
    }

    /** Of fixed batches, of several inputs with texts, of maps. */
    @ParameterizedTest
    @CsvSource({"torch-mlp-fixed-8", "torch-mlp-fixed-1", "columns", "logistic-zipmap", "hand-neighbours"})
    void ofAnyModelItIsWhatTheScoreLoses(String name) throws Exception {
        var member = Zoo.member(name);
        with(member, 16, scorer -> {
            var rows = scored(member, scorer, 3);
            var types = member.features();
            var medians = types.stream()
                    .mapToDouble(feature -> switch (feature.type()) {
                        case TEXT -> Double.NaN;
                        case BOOLEAN -> 0;
                        case LONG, DOUBLE -> 5;
                    })
                    .toArray();

            var contributions = new Occlusion(scorer, Baseline.of(medians)).of(rows, () -> false);

            for (int i = 0; i < rows.size(); i++) {
                for (int feature = 0; feature < medians.length; feature++) {
                    var occluded = rows.get(i).numbers().clone();
                    occluded[feature] = Double.isNaN(medians[feature]) ? occluded[feature] : medians[feature];
                    double expected = rows.get(i).score()
                            - score(scorer, occluded, rows.get(i).texts());
                    assertThat(contributions.get(i)[feature]).isCloseTo(expected, within(1e-5));
                }
            }
        });
    }

    @Test
    void aRowThatIsAllMediansNeedsNoCall() throws Exception {
        var member = Zoo.member("hand-vector");
        with(member, 4, scorer -> {
            var row = new ScoredRow(new double[] {4, 50, 60}, new String[0], 0.8);

            var contributions = new Occlusion(scorer, Baseline.of(4, 50, 60)).of(List.of(row), () -> true);

            assertThat(contributions.get(0)).containsExactly(0, 0, 0);
        });
    }

    @Test
    void whatIsLateIsNotBegun() throws Exception {
        var member = Zoo.member("hand-vector");
        with(member, 3, scorer -> {
            var rows = scored(member, scorer, 3);
            var asked = new ArrayList<Integer>();

            var contributions = new Occlusion(scorer, Baseline.of(-1, -1, -1)).of(rows, () -> {
                asked.add(0);
                return asked.size() > 1;
            });

            assertThat(contributions.get(0)).isNotNull();
            assertThat(contributions.get(1)).isNull();
            assertThat(contributions.get(2)).isNull();
        });
    }

    /** A model that fails as a whole if any row's first feature is above 3. */
    @Test
    void aCallThatFailsLeavesItsRowsUnexplainedAndNoOther() throws Exception {
        try (var model = OnnxModel.open(
                        TestModels.folder(), TestModels.manifest("lookup"), TestModels.output("lookup"));
                var scorer = model.newScorer(1)) {
            var fails = new ScoredRow(new double[] {7, 1, 0}, new String[0], 0.5);
            var succeeds = new ScoredRow(new double[] {2, 1, 0}, new String[0], 0.5);

            var contributions = new Occlusion(scorer, Baseline.of(1, 0, 0)).of(List.of(fails, succeeds), () -> false);

            assertThat(contributions.get(0)).isNull();
            assertThat(contributions.get(1)).containsExactly(0.25, 0, 0);
        }
    }
}
