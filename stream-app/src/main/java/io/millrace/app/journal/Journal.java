package io.millrace.app.journal;

import io.millrace.schemas.registry.IncompatibleSchemaException;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.rollout.RolloutEvent;

/**
 * Opens the rollout log of one pipeline. Safe for concurrent use.
 *
 * @param schemaId under which the contract is registered for the topic
 */
public record Journal(
        JournalClients clients, String pipeline, JournalTopics topics, SchemaRegistry registry, int schemaId) {
    /**
     * The log of a pipeline; its contract is registered.
     *
     * @throws IncompatibleSchemaException if the registry forbids it
     */
    public static Journal of(JournalClients clients, String pipeline, JournalTopics topics, SchemaRegistry registry)
            throws IncompatibleSchemaException {
        int id = registry.register(SchemaRegistry.valueSubject(topics.rollouts()), RolloutEvent.getClassSchema());
        return new Journal(clients, pipeline, topics, registry, id);
    }

    /** Reads from the beginning; to be closed by the caller. */
    public JournalReader newReader() {
        return new JournalReader(clients.consumer(), topics.rollouts(), registry);
    }

    /** To be closed by the caller. */
    public JournalWriter newWriter() {
        return new JournalWriter(clients.producer(), pipeline, topics.rollouts(), schemaId);
    }

    /** The models' bytes. */
    public ModelTopic models() {
        return new ModelTopic(clients, topics.models());
    }
}
