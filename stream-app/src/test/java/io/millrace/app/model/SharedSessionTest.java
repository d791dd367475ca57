package io.millrace.app.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What a model takes outside of Java, until when. */
class SharedSessionTest {
    private final OnnxModel model = open();

    private static OnnxModel open() {
        try {
            return OnnxModel.open(TestModels.folder(), TestModels.manifest("lookup"), TestModels.output("lookup"));
        } catch (InvalidModelException e) {
            throw new AssertionError(e);
        }
    }

    private static double score(Scorer scorer, double first) throws ModelFailedException {
        scorer.put(0, new double[] {first, 0, 0});
        scorer.run(1);
        return scorer.score(0);
    }

    @Test
    void isReleasedWithTheModelThatNobodyUses() {
        model.newScorer(1).close();
        assertThat(model.isOpen()).isTrue();

        model.close();

        assertThat(model.isOpen()).isFalse();
    }

    @Test
    void whoScoresWhileTheModelIsGivenUpGoesOnAndReleasesItInTheEnd() throws Exception {
        var first = model.newScorer(1);
        var last = model.newScorer(1);

        model.close();
        assertThat(score(first, 1)).isEqualTo(0.25);
        first.close();
        assertThat(score(last, 2)).isEqualTo(0.5);
        assertThat(model.isOpen()).isTrue();
        last.close();

        assertThat(model.isOpen()).isFalse();
    }

    @Test
    void aModelThatWasGivenUpHasNoNewScorers() {
        model.close();

        assertThatThrownBy(() -> model.newScorer(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closingTwiceIsClosingOnce() throws Exception {
        var first = model.newScorer(1);
        var other = model.newScorer(1);
        first.close();
        first.close();
        model.close();
        model.close();

        assertThat(score(other, 1)).isEqualTo(0.25);
        other.close();
        assertThat(model.isOpen()).isFalse();
    }

    @Test
    void aScorerThatCannotBeMadeHoldsNothing() {
        assertThatThrownBy(() -> model.newScorer(0)).isInstanceOf(IllegalArgumentException.class);
        model.close();

        assertThat(model.isOpen()).isFalse();
    }
}
