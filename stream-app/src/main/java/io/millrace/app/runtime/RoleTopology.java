package io.millrace.app.runtime;

import io.millrace.schemas.registry.IncompatibleSchemaException;
import java.util.List;
import org.apache.kafka.streams.StreamsBuilder;

/** What one role needs from the world before it starts, and the topology it then runs. */
interface RoleTopology extends AutoCloseable {

    /** Topics that others write; the first sets the number of partitions of the outputs. */
    List<String> inputs();

    /** Topics that this role writes; made when missing. */
    List<String> outputs();

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
