package io.millrace.app.journal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The two topics that a pipeline's models are managed by. Both have one partition, as order is what they are about, and forget nothing.
 *
 * @param rollouts who scores what, since when, and why
 * @param models bytes of all registered models
 */
public record JournalTopics(String rollouts, String models) {
    /** Of the only partition. */
    public static final int PARTITION = 0;

    private static final Map<String, String> KEPT_FOR_EVER = Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
            TopicConfig.RETENTION_MS_CONFIG, "-1",
            TopicConfig.RETENTION_BYTES_CONFIG, "-1");

    /** The topics as they are to be made. */
    public List<NewTopic> topics() {
        return List.of(topic(rollouts), topic(models));
    }

    private static NewTopic topic(String name) {
        return new NewTopic(name, Optional.of(1), Optional.empty()).configs(KEPT_FOR_EVER);
    }
}
