package io.millrace.app.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.model.Zoo;
import io.millrace.drift.profile.FeatureType;
import io.millrace.drift.profile.ProfileBuilder;
import io.millrace.drift.profile.ProfiledModel;
import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.enrich.definition.Feature;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    private static final ReasonsDefinition TWO = ReasonsDefinition.of(2);

    private static final ProfiledModel MODEL = new ProfiledModel("explained", "1", "0".repeat(64));

    private static ReferenceProfile profile(List<Feature> features) {
        var profiled = features.stream()
                .map(feature -> new ProfileBuilder.Feature(feature.name(), FeatureType.DOUBLE))
                .toList();
        return new ProfileBuilder("explained", MODEL, profiled)
                .add(new double[features.size()], 0.5)
                .build("one row");
    }

    private static Optional<Explanation> of(Explained model, Optional<ReferenceProfile> profile) {
        return Explanation.of(TWO, model.bytes(), model.manifest(), model.output(), Explained.features(), profile);
    }

    @Test
    void treesWithCoversNeedNoProfile() {
        var explanation = of(Explained.model("boosting-covers"), Optional.empty());

        assertThat(explanation.orElseThrow().told())
                .isEqualTo(
                        "exact TreeSHAP against the training, by the covers in the model's file, in log-odds, before the"
                                + " logistic function");
    }

    @Test
    void otherTreesAreExplainedAgainstTheProfile() {
        var model = Explained.model("forest");

        assertThat(of(model, Optional.empty())).isEmpty();
        assertThat(of(model, Optional.of(profile(Explained.features())))
                        .orElseThrow()
                        .told())
                .isEqualTo("exact TreeSHAP against the profile's medians, in the score's own units");
    }

    @Test
    void anyOtherModelIsExplainedByOcclusionAndSaysWhy() {
        var member = Zoo.member("isolation-forest");
        var profile = Optional.of(profile(member.features()));

        var explanation =
                Explanation.of(TWO, member.bytes(), member.read(), member.output(), member.features(), profile);

        assertThat(explanation.orElseThrow().told())
                .startsWith("occlusion by the profile's medians: its score is made by ");
        assertThat(Explanation.of(
                        TWO, member.bytes(), member.read(), member.output(), member.features(), Optional.empty()))
                .isEmpty();
    }

    @Test
    void aFeatureThatTheProfileNeverSawHasNoMedian() {
        var features = List.of(
                new Feature("seen", io.millrace.enrich.definition.FeatureType.DOUBLE),
                new Feature("unseen", io.millrace.enrich.definition.FeatureType.DOUBLE),
                new Feature("text", io.millrace.enrich.definition.FeatureType.TEXT));
        var profile = new ProfileBuilder(
                        "explained",
                        MODEL,
                        List.of(
                                new ProfileBuilder.Feature("seen", FeatureType.DOUBLE),
                                new ProfileBuilder.Feature("unseen", FeatureType.DOUBLE)))
                .add(new double[] {7, Double.NaN}, 0.5)
                .build("one row");

        var baseline = Baseline.of(features, profile);

        assertThat(baseline.has(0)).isTrue();
        assertThat(baseline.median(0)).isEqualTo(7);
        assertThat(baseline.has(1)).isFalse();
        assertThat(baseline.has(2)).isFalse();
        assertThat(baseline.beside(new double[] {1, 2, Double.NaN})).containsExactly(7, 2, Double.NaN);
    }
}
