package io.millrace.app.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every model of the zoo scores as Python's ONNX Runtime does, however many rows are scored together. */
class ZooModelTest {
    /** Of the models that do not take any number of rows. */
    private static final Map<String, Integer> BATCHES = Map.of(
            "torch-mlp-fixed-1",
            1,
            "torch-mlp-fixed-8",
            8,
            "hand-vector",
            1,
            "hand-neighbours",
            1,
            "hand-one-row-inside",
            1);

    static {
        TestModels.folder(); // where ONNX Runtime's library goes
    }

    static Stream<Zoo.Member> members() {
        return Zoo.members();
    }

    @ParameterizedTest
    @MethodSource("members")
    void scoresAsPythonDoesInBatchesOfAnySize(Zoo.Member member) throws Exception {
        try (var model =
                OnnxModel.open(Zoo.folder(), Zoo.read(member.manifest()), member.output(), member.features())) {
            assertThat(model.batch()).isEqualTo(BATCHES.getOrDefault(member.name(), 0));
            for (int capacity : new int[] {1, 3, 16, member.scores().size()}) {
                try (var scorer = model.newScorer(capacity)) {
                    scoreAll(member, scorer);
                }
            }
        }
    }

    /** In full batches, and what is left over in the last. */
    private static void scoreAll(Zoo.Member member, Scorer scorer) throws ModelFailedException {
        for (int from = 0; from < member.scores().size(); from += scorer.capacity()) {
            int rows = Math.min(scorer.capacity(), member.scores().size() - from);
            for (int i = 0; i < rows; i++) {
                scorer.put(i, member.row(from + i), member.texts(from + i));
            }
            scorer.run(rows);
            for (int i = 0; i < rows; i++) {
                assertThat(scorer.score(i))
                        .as("row %d of %d", i, rows)
                        .isCloseTo(member.scores().get(from + i), member.allowance(from + i));
            }
        }
    }
}
