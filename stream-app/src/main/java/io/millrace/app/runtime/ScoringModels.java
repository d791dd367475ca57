package io.millrace.app.runtime;

import io.millrace.app.model.InvalidModelException;
import io.millrace.app.topology.CallWatch;
import io.millrace.app.topology.Routing;
import io.millrace.schemas.registry.IncompatibleSchemaException;
import java.util.List;
import org.apache.kafka.clients.admin.NewTopic;

/** Where a scoring role has its models from. */
interface ScoringModels extends AutoCloseable {
    /** Topics that must be there before anything is opened; made when missing. */
    List<NewTopic> topics();

    /**
     * Has the models at hand that score. May be tried again after a failure of the world.
     *
     * @param partitions of the event topic
     * @throws InvalidModelException if one that is to score cannot
     * @throws IncompatibleSchemaException if the registry forbids the contract of what is written
     */
    Routing open(int partitions) throws InvalidModelException, IncompatibleSchemaException;

    /** Who watches the models' calls; to be asked when they are open. */
    default CallWatch.Watchers watchers() {
        return CallWatch.Watchers.NONE;
    }

    @Override
    void close();
}
