package io.millrace.app.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A row has one score alone and one among others, to the bit, however many others there are: what {@code replay --assert-equal} rests on. For
 * trees they are the same; a product of matrices is summed in another order for a single row.
 */
class TogetherOrAloneTest {
    private static final int[] BATCHES = {2, 3, 7, 16, 31, 64, 130};

    static {
        TestModels.folder(); // where ONNX Runtime's library goes
    }

    static Stream<Zoo.Member> members() {
        return Zoo.members();
    }

    @ParameterizedTest
    @MethodSource("members")
    void scoresAreThoseOfTheRowAloneOrAmongOthers(Zoo.Member member) throws Exception {
        try (var model = OnnxModel.open(Zoo.folder(), Zoo.read(member.manifest()), member.output(), member.features());
                var scorer = model.newScorer(BATCHES[BATCHES.length - 1])) {
            int rows = member.scores().size();
            var alone = new double[rows];
            var amongOthers = new double[rows];
            for (int row = 0; row < rows; row++) {
                alone[row] = score(member, scorer, row, 1);
                amongOthers[row] = score(member, scorer, row, 2);
            }
            for (int batch : BATCHES) {
                for (int first = 0; first < rows; first++) {
                    score(member, scorer, first, batch);
                    for (int i = 0; i < batch; i++) {
                        int row = (first + i) % rows;
                        assertThat(scorer.score(i)).as("row %d of %d", i, batch).isIn(alone[row], amongOthers[row]);
                    }
                }
            }
        }
    }

    /** The score of a row among those after it. */
    private static double score(Zoo.Member member, Scorer scorer, int first, int batch) throws ModelFailedException {
        for (int i = 0; i < batch; i++) {
            int row = (first + i) % member.scores().size();
            scorer.put(i, member.row(row), member.texts(row));
        }
        scorer.run(batch);
        return scorer.score(0);
    }
}
