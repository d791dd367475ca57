package io.millrace.app.explain;

import io.millrace.app.gate.OnnxGraph;
import io.millrace.app.model.ModelManifest;
import io.millrace.app.model.ScoreOutput;
import io.millrace.app.model.Scorer;
import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.enrich.definition.Feature;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the scores of one model are explained, found once, when the pipeline is read. Three ways, the first of which the model allows:
 *
 * <ul>
 *   <li>of trees that say how many rows of the training came by their nodes, TreeSHAP against the training;
 *   <li>of other trees, TreeSHAP against the medians of the reference profile;
 *   <li>of any other model, occlusion by those medians.
 * </ul>
 *
 * <p>Immutable and safe for concurrent use; holds nothing open.
 */
public final class Explanation {
    private final ReasonsDefinition definition;
    private final List<Feature> features;
    private final Optional<ReferenceProfile> profile;
    private final Way way;

    private sealed interface Way {
        String told();

        Contributions contributions(Scorer scorer);
    }

    private record ByPaths(ScoreTrees trees) implements Way {
        @Override
        public String told() {
            return "exact TreeSHAP against the training, by the covers in the model's file, "
                    + trees.link().unit();
        }

        @Override
        public Contributions contributions(Scorer scorer) {
            return new PathShap(trees.trees());
        }
    }

    private record ByTrees(ScoreTrees trees, Baseline baseline) implements Way {
        @Override
        public String told() {
            return "exact TreeSHAP against the profile's medians, "
                    + trees.link().unit();
        }

        @Override
        public Contributions contributions(Scorer scorer) {
            return new BaselineShap(trees.trees(), baseline);
        }
    }

    private record ByOcclusion(Baseline baseline, String why) implements Way {
        @Override
        public String told() {
            return "occlusion by the profile's medians: " + why;
        }

        @Override
        public Contributions contributions(Scorer scorer) {
            return new Occlusion(scorer, baseline);
        }
    }

    /**
     * A model that has been looked at, but not yet given a profile.
     *
     * @param trees empty if it has none that its score is made of
     * @param why it has none
     */
    private record Looked(Optional<ScoreTrees> trees, String why) {}

    private Explanation(
            ReasonsDefinition definition, List<Feature> features, Optional<ReferenceProfile> profile, Way way) {
        this.definition = definition;
        this.features = List.copyOf(features);
        this.profile = profile;
        this.way = way;
    }

    /**
     * How a model's scores will be explained.
     *
     * @param model the file's bytes; they have passed the gate
     * @param features of the pipeline, in the order of its rows
     * @param profile of the pipeline
     * @return empty if there is no profile, and this model needs one
     */
    public static Optional<Explanation> of(
            ReasonsDefinition definition,
            byte[] model,
            ModelManifest manifest,
            ScoreOutput score,
            List<Feature> features,
            Optional<ReferenceProfile> profile) {
        var looked = look(model, manifest, score, features);
        var covered = looked.trees.filter(ScoreTrees::haveCovers);
        if (covered.isPresent()) {
            return Optional.of(new Explanation(definition, features, profile, new ByPaths(covered.get())));
        }
        return profile.map(reference -> Baseline.of(features, reference))
                .map(baseline -> looked.trees
                        .<Way>map(trees -> new ByTrees(trees, baseline))
                        .orElseGet(() -> new ByOcclusion(baseline, looked.why)))
                .map(way -> new Explanation(definition, features, profile, way));
    }

    private static Looked look(byte[] model, ModelManifest manifest, ScoreOutput score, List<Feature> features) {
        try {
            return new Looked(Optional.of(ScoreTrees.find(OnnxGraph.read(model), manifest, score, features)), "");
        } catch (NotTreesException e) {
            return new Looked(Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    /**
     * How another model's scores will be explained in the same pipeline, as many reasons of the same scores.
     *
     * @param model the file's bytes; they have passed the gate
     * @return empty if there is no profile, and this model needs one
     */
    public Optional<Explanation> ofAnother(byte[] model, ModelManifest manifest, ScoreOutput score) {
        return of(definition, model, manifest, score, features, profile);
    }

    /** The way that was chosen, and what contributions are counted in, for people. */
    public String told() {
        return way.told();
    }

    /**
     * A new explainer for one task.
     *
     * @param scorer of the model; may be asked more after its scores have been read, stays the caller's to close
     * @param most time for the rows of one batch, after which no further call is begun
     */
    public Explainer newExplainer(Scorer scorer, Duration most) {
        var names = features.stream().map(Feature::name).toList();
        return new Explainer(definition, names, way.contributions(scorer), most);
    }
}
