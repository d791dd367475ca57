package io.millrace.benchmarks.monitor;

import io.millrace.app.pipeline.MonitorDefinition;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.TopicNames;
import io.millrace.benchmarks.drain.Place;
import io.millrace.benchmarks.scoring.Numbers;
import io.millrace.drift.profile.FeatureType;
import io.millrace.drift.profile.ProfileBuilder;
import io.millrace.drift.profile.ProfiledModel;
import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.drift.topology.CountedFrom;
import io.millrace.drift.topology.SplitBy;
import io.millrace.drift.window.AlertRule;
import io.millrace.drift.window.FalseDiscoveries;
import io.millrace.drift.window.Limits;
import io.millrace.drift.window.SlidingWindows;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/** A pipeline with a monitor of drift alone, whose topics and applications are those of one run. */
final class WatchedPipeline {
    private static final Duration GRACE = Duration.ofMinutes(1);
    private static final double PSI = 0.25;
    private static final double MEAN_SHIFT = 1;
    private static final double MISSING_SHARE = 0.1;
    private static final int HOLD = 2;
    private static final long SEED = 2;

    private WatchedPipeline() {}

    /**
     * The pipeline of one run.
     *
     * @param pipeline with its model; without a monitor it has one against numbers such as it scores
     * @param from where the monitor has predictions counted
     * @param watch what it counts
     */
    static Pipeline at(Place place, Pipeline pipeline, CountedFrom from, Watch watch) {
        var name = place.application();
        return new Pipeline(
                pipeline.folder(),
                name,
                pipeline.definitions(),
                pipeline.plan(),
                new TopicNames(
                        pipeline.topics().events(),
                        place.predictions(),
                        name + ".dead-letters",
                        name + ".drift",
                        name + ".alerts",
                        name + ".shadow",
                        name + ".rollouts",
                        name + ".models",
                        name + ".quarantine",
                        name + ".retraining",
                        name + ".quality",
                        name + ".counts"),
                pipeline.predictions(),
                pipeline.model(),
                monitor(name, pipeline, from, watch),
                null,
                pipeline.rollout());
    }

    private static MonitorDefinition monitor(String name, Pipeline pipeline, CountedFrom from, Watch watch) {
        var own = pipeline.monitor();
        return own == null
                ? monitor(profile(name, pipeline), from, watch)
                : new MonitorDefinition(
                        renamed(name, own.profile()),
                        from,
                        watch.sample(),
                        own.windows(),
                        own.warmUp(),
                        own.alerts(),
                        own.limits(),
                        own.discoveries(),
                        own.by(),
                        own.segmentAlerts(),
                        own.watches(),
                        null);
    }

    private static ReferenceProfile renamed(String name, ReferenceProfile profile) {
        return new ReferenceProfile(
                name,
                profile.model(),
                profile.createdFrom(),
                profile.sampleSize(),
                profile.chunks(),
                profile.outlierLimit(),
                profile.features(),
                profile.texts(),
                profile.score(),
                profile.calibration());
    }

    /** As it is without any key but {@code profile} and {@code window}, except for the grace. */
    private static MonitorDefinition monitor(ReferenceProfile profile, CountedFrom from, Watch watch) {
        return new MonitorDefinition(
                profile,
                from,
                watch.sample(),
                SlidingWindows.tumbling(watch.window(), GRACE),
                Duration.ZERO,
                new AlertRule(HOLD, Duration.ZERO),
                Limits.byKind(PSI, MEAN_SHIFT, MISSING_SHARE, Limits.DEFAULT_LEAST_ROWS),
                FalseDiscoveries.UNCONTROLLED,
                SplitBy.NOTHING,
                false,
                List.of(),
                null);
    }

    private static ReferenceProfile profile(String name, Pipeline pipeline) {
        var manifest = Objects.requireNonNull(pipeline.model()).manifest();
        var features = pipeline.plan().features().stream()
                .map(feature -> new ProfileBuilder.Feature(feature.name(), FeatureType.DOUBLE))
                .toList();
        var builder = new ProfileBuilder(
                name, new ProfiledModel(manifest.name(), manifest.version(), manifest.sha256()), features);
        var numbers = new Numbers(features.size());
        var scores = new SplittableRandom(SEED);
        for (int row = 0; row < Numbers.DIFFERENT; row++) {
            builder.add(numbers.wideRow(row), scores.nextDouble());
        }
        return builder.build("the benchmark's numbers");
    }
}
