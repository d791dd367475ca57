package io.millrace.app.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.app.gate.OnnxGraph;
import io.millrace.app.model.Zoo;
import io.millrace.enrich.definition.Feature;
import io.millrace.enrich.definition.FeatureType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreTreesTest {
    private static ScoreTrees find(String member) throws NotTreesException {
        var zoo = Zoo.member(member);
        return ScoreTrees.find(OnnxGraph.read(zoo.bytes()), zoo.read(), zoo.output(), zoo.features());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "random-forest",
                "gradient-boosting",
                "gradient-boosting-missing",
                "forest-two-outputs",
                "lightgbm",
                "lightgbm-zipmap",
                "xgboost",
                "xgboost-regression",
                "tree-int64"
            })
    void treesAreFoundWhateverWroteTheFile(String member) throws Exception {
        var zoo = Zoo.member(member);

        var found = find(member);

        assertThat(found.haveCovers()).isFalse();
        for (int i = 0; i < zoo.scores().size(); i++) {
            var sum = new double[] {found.trees().sum(zoo.row(i))};
            assertThat(found.link().score(sum, 0)).isCloseTo(zoo.scores().get(i), within(1e-5));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "logistic | its score is made by LinearClassifier",
                "random-forest-label | its score is a label",
                "isolation-forest | its score is made by",
                "torch-mlp | its score is made by Sigmoid",
                "columns | its score is made by",
            })
    void otherScoresAreNotTakenForThoseOfTrees(String member, String why) {
        assertThatThrownBy(() -> find(member))
                .isInstanceOf(NotTreesException.class)
                .hasMessageStartingWith(why);
    }

    @Test
    void treesThatDoNotGiveGoldenRowsTheirScoresAreNotBelieved() {
        var model = Explained.model("boosting");

        assertThatThrownBy(() -> ScoreTrees.find(
                        OnnxGraph.read(model.bytes()), model.manifest(2e-4), model.output(), Explained.features()))
                .isInstanceOf(NotTreesException.class)
                .hasMessage("its trees do not give golden[0] its score");
    }

    @Test
    void rowsOfThePipelineMayHaveFeaturesInAnotherOrder() throws Exception {
        var model = Explained.model("xgboost");
        var reversed = List.of("f", "e", "d", "c", "b", "a").stream()
                .map(name -> new Feature(name, FeatureType.DOUBLE))
                .toList();

        var found = ScoreTrees.find(OnnxGraph.read(model.bytes()), model.manifest(), model.output(), reversed);

        var row = model.rows().get(0);
        var turned = new double[] {row[5], row[4], row[3], row[2], row[1], row[0]};
        assertThat(found.trees().sum(turned)).isEqualTo(model.trees().trees().sum(row));
    }

    @Test
    void saysWhatContributionsAreCountedIn() throws Exception {
        assertThat(find("random-forest").link()).isEqualTo(Link.NONE);
        assertThat(find("lightgbm").link()).isEqualTo(Link.LOGISTIC);
        assertThat(Explained.model("lightgbm-three-classes").trees().link()).isEqualTo(Link.SOFTMAX);
    }

    @Test
    void nodesThatAreNoTreesAreRefused() {
        var leaf = Forest.Node.leaf(0);
        var loop = new Forest.Node(Branch.LEQ, 0, 0, false, 0, 1, 0);
        var twice = new Forest.Node(Branch.LEQ, 0, 0, false, 1, 1, 0);
        var beyond = new Forest.Node(Branch.LEQ, 0, 0, false, 1, 2, 0);

        for (var node : List.of(loop, twice, beyond)) {
            assertThatThrownBy(() -> new Forest(List.of(node, leaf), true)).isInstanceOf(NotTreesException.class);
        }
    }
}
