package io.millrace.app.runtime;

import io.millrace.app.model.InvalidModelException;
import io.millrace.schemas.registry.IncompatibleSchemaException;
import java.util.List;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.streams.StreamsBuilder;

/** What one role needs from the world before it starts, and the topology it then runs. */
interface RoleTopology extends AutoCloseable {

    /** Topics that others write; the first sets the number of partitions of the outputs. */
    List<String> inputs();

    /** Topics that this role writes; made when missing. */
    List<String> outputs();

    /** Topics with a form of their own that this role reads and writes; made when missing, before it is prepared. */
    default List<NewTopic> special() {
        return List.of();
    }

    /**
     * Opens what it needs of the topics before it starts. May be called again after a failure of the world.
     *
     * @param partitions of the first input
     * @throws InvalidModelException if a model that is to score cannot
     * @throws IncompatibleSchemaException if the registry forbids a schema that this role writes
     */
    default void prepare(int partitions) throws InvalidModelException, IncompatibleSchemaException {}

    /** What keeps this role from reading its inputs, by the schemas registered for them; empty when all is well. */
    List<String> unreadableInputs();

    /**
     * Registers the schemas this role writes and adds its topology.
     *
     * @param partitions of the first input
     * @throws IncompatibleSchemaException if the registry forbids one of them
     */
    void addTo(StreamsBuilder builder, int partitions) throws IncompatibleSchemaException;

    /** What the application that runs it is to have as clients. */
    WatchedClients clients();

    @Override
    void close();
}
