package io.millrace.benchmarks.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.model.NativeLibrary;
import io.millrace.app.pipeline.Part;
import io.millrace.app.pipeline.PipelineFolder;
import io.millrace.benchmarks.drain.Place;
import io.millrace.drift.profile.FeatureProfile;
import io.millrace.drift.topology.CountedFrom;
import io.millrace.drift.window.RowSample;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WatchedPipelineTest {
    private final Place place = new Place("nowhere:1", "http://nowhere", 1, "run-1", "run-1.predictions", Path.of("."));

    @Test
    void allThatItWritesIsOfTheRunAlone() throws Exception {
        NativeLibrary.prepare(Path.of("target", "native"));
        var pipeline = PipelineFolder.read(Path.of("pipelines", "scoring"), EnumSet.of(Part.MODEL));

        var watched =
                WatchedPipeline.at(place, pipeline, CountedFrom.SCORING, new Watch(RowSample.ALL, Duration.ofHours(1)));

        var topics = watched.topics();
        assertThat(topics.events()).isEqualTo(pipeline.topics().events());
        assertThat(List.of(
                        topics.predictions(),
                        topics.deadLetters(),
                        topics.drift(),
                        topics.alerts(),
                        topics.shadow(),
                        topics.rollouts(),
                        topics.models(),
                        topics.quarantine(),
                        topics.retraining(),
                        topics.quality(),
                        topics.counts()))
                .doesNotHaveDuplicates()
                .allMatch(topic -> topic.startsWith("run-1."));
        assertThat(watched.scoringGroup()).startsWith("millrace-run-1-");
    }

    @Test
    void everyFeatureAndTheScoreOfTheModelAreWatched() throws Exception {
        NativeLibrary.prepare(Path.of("target", "native"));
        var pipeline = PipelineFolder.read(Path.of("pipelines", "scoring"), EnumSet.of(Part.MODEL));

        var profile = Objects.requireNonNull(WatchedPipeline.at(
                                place, pipeline, CountedFrom.SCORING, new Watch(RowSample.ALL, Duration.ofHours(1)))
                        .monitor())
                .profile();

        assertThat(profile.features()).extracting(FeatureProfile::name).isEqualTo(pipeline.featureNames());
        assertThat(profile.model().sha256())
                .isEqualTo(Objects.requireNonNull(pipeline.model()).manifest().sha256());
    }
}
