package io.millrace.benchmarks.drain;

import io.millrace.app.runtime.Role;
import io.millrace.app.runtime.RunSettings;
import io.millrace.app.runtime.StreamsProperties;
import io.millrace.app.runtime.Tuning;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Where a run runs, and what belongs to it alone.
 *
 * @param partitions of the event topic
 * @param application id, new for every run
 * @param predictions topic, which exists and is empty
 * @param stateDir folder for stores, empty
 */
public record Place(
        String bootstrap, String registryUrl, int partitions, String application, String predictions, Path stateDir) {
    /** A place on a cluster; the topic of its predictions is called after the application. */
    public static Place on(Cluster cluster, String application, Path stateDir) {
        return new Place(
                cluster.bootstrap(),
                cluster.registryUrl(),
                cluster.partitions(),
                application,
                application + ".predictions",
                stateDir);
    }

    /** As options of a command. */
    public List<String> arguments() {
        return List.of(
                "--bootstrap",
                bootstrap,
                "--registry",
                registryUrl,
                "--partitions",
                Integer.toString(partitions),
                "--application",
                application,
                "--predictions",
                predictions,
                "--state-dir",
                stateDir.toString());
    }

    /** What a pipeline runs with that has one stream thread. */
    public Properties properties(String pipeline, Tuning tuning) {
        var settings = new RunSettings(bootstrap, registryUrl, stateDir, 0, 1, Set.of(Role.SCORE), null, 0);
        var properties = StreamsProperties.of(pipeline, Role.SCORE, settings.tunedFor(tuning));
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
        return properties;
    }
}
