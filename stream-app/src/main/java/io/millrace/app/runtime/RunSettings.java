package io.millrace.app.runtime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where and how a pipeline runs. What it does is in its folder.
 *
 * @param bootstrap   Kafka brokers, {@code host:port[,host:port...]}
 * @param registryUrl base URL of a registry that speaks the Confluent API
 * @param stateDir    folder for state stores and the native library; made when missing
 * @param httpPort    port of health and metrics; 0 takes a free one
 * @param threads     stream threads per role, at least 1
 * @param instance    a name that stays with this instance over restarts (static membership), or null
 * @param createTopics partitions of input topics that do not exist yet, or 0 to refuse to start without them
 */
public record RunSettings(
        String bootstrap,
        String registryUrl,
        Path stateDir,
        int httpPort,
        int threads,
        Set<Role> roles,
        @Nullable String instance,
        int createTopics) {
    public RunSettings {
        roles = Set.copyOf(roles);
        var problems = new ArrayList<String>();
        if (roles.isEmpty()) {
            problems.add("a process needs at least one role");
        }
        if (threads < 1) {
            problems.add("threads must be at least 1, was " + threads);
        }
        if (httpPort < 0 || httpPort > 65_535) {
            problems.add("the HTTP port must be in [0, 65535], was " + httpPort);
        }
        if (createTopics < 0) {
            problems.add("partitions of topics to create must not be negative, was " + createTopics);
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }
}
