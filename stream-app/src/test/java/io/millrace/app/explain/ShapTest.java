package io.millrace.app.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the trees in a file say is what Python's shap says of the model that the file was made of. */
class ShapTest {
    private static final Offset<Double> SAME = within(1e-6);

    static Stream<Explained> models() {
        return Explained.models();
    }

    static Stream<Explained> modelsWithCovers() {
        return Explained.models().filter(Explained::hasPaths);
    }

    @ParameterizedTest
    @MethodSource("models")
    void contributionsAgainstTheMediansAreThoseOfShap(Explained model) throws Exception {
        var shap = new BaselineShap(model.trees().trees(), Baseline.of(Explained.MEDIANS));

        for (int i = 0; i < model.rows().size(); i++) {
            assertThat(shap.of(model.rows().get(i)))
                    .as("row %d", i)
                    .containsExactly(model.baseline().get(i), SAME);
        }
    }

    @ParameterizedTest
    @MethodSource("modelsWithCovers")
    void contributionsAgainstTheTrainingAreThoseOfShap(Explained model) throws Exception {
        var found = model.trees();
        var shap = new PathShap(found.trees());

        assertThat(found.haveCovers()).isTrue();
        for (int i = 0; i < model.rows().size(); i++) {
            assertThat(shap.of(model.rows().get(i)))
                    .as("row %d", i)
                    .containsExactly(model.paths().get(i), SAME);
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void contributionsAddUpToTheDifferenceOfTheSums(Explained model) throws Exception {
        var trees = model.trees().trees();
        var shap = new BaselineShap(trees, Baseline.of(Explained.MEDIANS));

        for (var row : model.rows()) {
            assertThat(Arrays.stream(shap.of(row)).sum())
                    .isCloseTo(trees.sum(row) - trees.sum(Explained.MEDIANS), within(1e-9));
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void theTreesGiveTheScoresOfOnnxRuntime(Explained model) throws Exception {
        var found = model.trees();

        for (int i = 0; i < model.rows().size() && found.link() != Link.SOFTMAX; i++) {
            var sum = new double[] {found.trees().sum(model.rows().get(i))};
            assertThat(found.link().score(sum, 0)).as("row %d", i).isCloseTo(model.score(i), SAME);
        }
    }

    @Test
    void filesAsConvertersWriteThemHaveNoCovers() throws Exception {
        for (var model : Explained.models().filter(each -> !each.hasPaths()).toList()) {
            assertThat(model.trees().haveCovers()).as(model.name()).isFalse();
        }
    }
}
