package io.millrace.benchmarks.live;

import io.millrace.benchmarks.drain.Cluster;
import io.millrace.benchmarks.measure.Progress;
import io.millrace.benchmarks.workload.Scale;
import io.millrace.sandbox.publish.Pace;
import io.millrace.sandbox.publish.Publisher;
import io.millrace.sandbox.publish.Sent;
import io.millrace.sandbox.publish.Topics;
import io.millrace.sandbox.simulator.Domain;
import io.millrace.sandbox.simulator.Message;
import io.millrace.schemas.registry.IncompatibleSchemaException;
import io.millrace.schemas.registry.SchemaRegistry;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.StreamSupport;

/** A topic full of simulated events. */
public final class LiveEvents {
    /** Of which there is never a row; see pipelines/live-without-features. */
    private static final String EMPTY_TABLE = "terminals";

    private static final int SAY_EVERY = 200_000;

    private LiveEvents() {}

    /** Writes all events of a world as {@code millrace simulate} does, and no more. Returns how many there are. */
    static long fill(Cluster cluster, Scale scale, Progress progress)
            throws InterruptedException, IncompatibleSchemaException {
        cluster.create(EMPTY_TABLE);
        return fill(cluster, scale, EnumSet.of(Message.Role.EVENT), progress);
    }

    /** Writes what has one of these roles. Returns how many events there are. */
    public static long fill(Cluster cluster, Scale scale, Set<Message.Role> roles, Progress progress)
            throws InterruptedException, IncompatibleSchemaException {
        Topics.createMissing(cluster.bootstrap(), Domain.TRANSACTIONS, cluster.partitions());
        try (var publisher = new Publisher(
                Domain.TRANSACTIONS,
                cluster.bootstrap(),
                SchemaRegistry.connect(cluster.registryUrl()),
                Clock.systemUTC(),
                Sent.Listener.NONE)) {
            Pace pace = index -> {
                if (index > 0 && index % SAY_EVERY == 0) {
                    progress.say(index + " events written");
                }
                return true;
            };
            return publisher.publish(messages(scale, roles), pace).events();
        }
    }

    private static Iterator<Message> messages(Scale scale, Set<Message.Role> roles) {
        var messages = scale.world().messages(scale.span());
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(messages, Spliterator.ORDERED), false)
                .filter(message -> roles.contains(message.role()))
                .iterator();
    }
}
