package io.millrace.benchmarks.live;

import io.millrace.benchmarks.measure.Progress;
import io.millrace.benchmarks.workload.Scale;
import io.millrace.sandbox.broker.SandboxBroker;
import io.millrace.sandbox.publish.Pace;
import io.millrace.sandbox.publish.Publisher;
import io.millrace.sandbox.publish.Sent;
import io.millrace.sandbox.publish.Topics;
import io.millrace.sandbox.registry.SandboxRegistry;
import io.millrace.sandbox.simulator.Domain;
import io.millrace.sandbox.simulator.Message;
import io.millrace.schemas.registry.IncompatibleSchemaException;
import io.millrace.schemas.registry.SchemaRegistry;
import java.time.Clock;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.ExecutionException;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;

/** The sandbox's broker, in a process of its own, and registry, with a topic full of events. */
final class LiveCluster implements AutoCloseable {
    /** Of which there is never a row; see pipelines/live-without-features. */
    private static final String EMPTY_TABLE = "terminals";

    private static final int SAY_EVERY = 200_000;

    private final SandboxBroker broker;
    private final SandboxRegistry registry;
    private final Admin admin;
    private final int partitions;

    private LiveCluster(SandboxBroker broker, SandboxRegistry registry, int partitions) {
        this.broker = broker;
        this.registry = registry;
        this.admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()));
        this.partitions = partitions;
    }

    static LiveCluster start(int partitions) throws InterruptedException {
        return new LiveCluster(SandboxBroker.start(), SandboxRegistry.start(), partitions);
    }

    String bootstrap() {
        return broker.bootstrap();
    }

    String registryUrl() {
        return registry.url();
    }

    /** Writes all events of a world as {@code millrace simulate} does. Returns how many there are. */
    long fill(Scale scale, Progress progress) throws InterruptedException, IncompatibleSchemaException {
        Topics.createMissing(bootstrap(), Domain.TRANSACTIONS, partitions);
        create(EMPTY_TABLE);
        try (var publisher = new Publisher(
                Domain.TRANSACTIONS,
                bootstrap(),
                SchemaRegistry.connect(registryUrl()),
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

    /** Creates a topic with as many partitions as that of the events. */
    void create(String topic) throws InterruptedException {
        get(admin.createTopics(List.of(new NewTopic(topic, Optional.of(partitions), Optional.empty())))
                .all());
    }

    /** Deletes every topic whose name begins so. */
    void deleteAll(String prefix) throws InterruptedException {
        Collection<String> topics = get(admin.listTopics().names()).stream()
                .filter(topic -> topic.startsWith(prefix))
                .toList();
        get(admin.deleteTopics(topics).all());
    }

    private static <T> T get(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new KafkaException(e.getCause());
        }
    }

    @Override
    public void close() {
        admin.close();
        registry.close();
        broker.close();
    }
}
