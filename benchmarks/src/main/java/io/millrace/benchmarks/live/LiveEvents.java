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
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.StreamSupport;

/** A topic full of simulated events. */
final class LiveEvents {
    /** Of which there is never a row; see pipelines/live-without-features. */
    private static final String EMPTY_TABLE = "terminals";

    private static final int SAY_EVERY = 200_000;

    private LiveEvents() {}

    /** Writes all events of a world as {@code millrace simulate} does. Returns how many there are. */
    static long fill(Cluster cluster, Scale scale, Progress progress)
            throws InterruptedException, IncompatibleSchemaException {
        Topics.createMissing(cluster.bootstrap(), Domain.TRANSACTIONS, cluster.partitions());
        cluster.create(EMPTY_TABLE);
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
            return publisher.publish(events(scale), pace).events();
        }
    }

    /** Events alone: what became of them, and of whom they are, nobody reads here. */
    private static Iterator<Message> events(Scale scale) {
        var messages = scale.world().messages(scale.span());
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(messages, Spliterator.ORDERED), false)
                .filter(message -> message.role() == Message.Role.EVENT)
                .iterator();
    }
}
