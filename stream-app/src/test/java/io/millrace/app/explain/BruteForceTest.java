package io.millrace.app.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.app.explain.Forest.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Trees grown by chance, against Shapley's formula over all sets of features. Values and thresholds are few, so that rows are often
 * exactly at thresholds; some are missing; features come again and again on a path.
 */
class BruteForceTest {
    private static final int FEATURES = 5;
    private static final int TREES = 4;
    private static final Branch[] BRANCHES = {Branch.LEQ, Branch.LT, Branch.GTE, Branch.GT, Branch.EQ, Branch.NEQ};

    private final List<Node> nodes = new ArrayList<>();
    private final List<Double> values = new ArrayList<>();

    private Trees grown(Random random, boolean inFloats) throws NotTreesException {
        for (int tree = 0; tree < TREES; tree++) {
            grow(random, 6, 1024);
        }
        return new Trees(
                new Forest(nodes, inFloats),
                values.stream().mapToDouble(Double::doubleValue).toArray(),
                0.25);
    }

    private int grow(Random random, int levels, double cover) {
        int number = nodes.size();
        nodes.add(Node.leaf(cover));
        values.add(levels == 0 || random.nextInt(6) == 0 ? random.nextGaussian() : 0.0);
        if (values.get(number) != 0) {
            return number;
        }
        double share = 0.1 + 0.8 * random.nextDouble();
        int whenTrue = grow(random, levels - 1, cover * share);
        int whenFalse = grow(random, levels - 1, cover * (1 - share));
        nodes.set(
                number,
                new Node(
                        BRANCHES[random.nextInt(BRANCHES.length)],
                        random.nextInt(FEATURES),
                        threshold(random),
                        random.nextBoolean(),
                        whenTrue,
                        whenFalse,
                        cover));
        return number;
    }

    /** As float32 has it: 0.1 does not exist there. */
    private static double threshold(Random random) {
        return (float) (random.nextInt(5) * 0.1);
    }

    private static double[] row(Random random) {
        return random.doubles(FEATURES)
                .map(any -> any < 0.15 ? Double.NaN : Math.floor(any * 6) * 0.1)
                .toArray();
    }

    /** @param worth of a set of features, a bit for each */
    private static double[] shapley(ToDoubleFunction<Integer> worth) {
        var sums = new double[FEATURES];
        for (int set = 0; set < 1 << FEATURES; set++) {
            for (int feature = 0; feature < FEATURES; feature++) {
                if ((set >> feature & 1) == 0) {
                    int size = Integer.bitCount(set);
                    double weight = factorial(size) * factorial(FEATURES - size - 1) / factorial(FEATURES);
                    sums[feature] += weight * (worth.applyAsDouble(set | 1 << feature) - worth.applyAsDouble(set));
                }
            }
        }
        return sums;
    }

    private static double factorial(int number) {
        return number < 2 ? 1 : number * factorial(number - 1);
    }

    private static double[] mixed(double[] row, double[] other, int set) {
        var mixed = other.clone();
        for (int i = 0; i < FEATURES; i++) {
            mixed[i] = (set >> i & 1) == 1 ? row[i] : other[i];
        }
        return mixed;
    }

    /** What is expected of a row of which only some features are known. */
    private static double expected(Trees trees, double[] row, int set) {
        double sum = 0;
        for (int tree = 0; tree < trees.count(); tree++) {
            sum += expected(trees, trees.root(tree), row, set);
        }
        return sum;
    }

    private static double expected(Trees trees, int node, double[] row, int set) {
        var forest = trees.forest();
        if (forest.isLeaf(node)) {
            return trees.value(node);
        }
        int next = forest.next(node, row);
        if ((set >> forest.feature(node) & 1) == 1) {
            return expected(trees, next, row, set);
        }
        int other = forest.other(node, next);
        return (forest.cover(next) * expected(trees, next, row, set)
                        + forest.cover(other) * expected(trees, other, row, set))
                / (forest.cover(next) + forest.cover(other));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void contributionsAgainstARowAreShapleyValues(long seed) throws Exception {
        var random = new Random(seed);
        var trees = grown(random, seed % 2 == 0);
        for (int i = 0; i < 20; i++) {
            var row = row(random);
            var other = Arrays.stream(row(random))
                    .map(value -> Double.isNaN(value) ? 0.2 : value)
                    .toArray();

            var contributions = new BaselineShap(trees, Baseline.of(other)).of(row);

            assertThat(contributions).containsExactly(shapley(set -> trees.sum(mixed(row, other, set))), within(1e-9));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16})
    void contributionsAgainstTheTrainingAreShapleyValuesOfWhatIsExpected(long seed) throws Exception {
        var random = new Random(seed);
        var trees = grown(random, seed % 2 == 0);
        assertThat(trees.forest().hasCovers()).isTrue();
        var shap = new PathShap(trees);
        for (int i = 0; i < 20; i++) {
            var row = row(random);

            assertThat(shap.of(row)).containsExactly(shapley(set -> expected(trees, row, set)), within(1e-9));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22})
    void aFeatureWithoutAMedianMovesNothingAndTheOthersStillAddUp(long seed) throws Exception {
        var random = new Random(seed);
        var trees = grown(random, false);
        for (int i = 0; i < 20; i++) {
            var row = row(random);
            var baseline = Baseline.of(0.2, Double.NaN, 0.1, 0.3, Double.NaN);

            var contributions = new BaselineShap(trees, baseline).of(row);

            assertThat(contributions[1]).isZero();
            assertThat(contributions[4]).isZero();
            assertThat(Arrays.stream(contributions).sum())
                    .isCloseTo(trees.sum(row) - trees.sum(new double[] {0.2, row[1], 0.1, 0.3, row[4]}), within(1e-9));
        }
    }
}
