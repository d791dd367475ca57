package io.millrace.app.fleet;

import io.millrace.app.journal.Desk;
import io.millrace.app.journal.Journal;
import io.millrace.app.journal.JournalClients;
import io.millrace.app.journal.JournalReader;
import io.millrace.app.journal.JournalTopics;
import io.millrace.app.journal.JournalWriter;
import io.millrace.app.journal.Line;
import io.millrace.app.journal.Members;
import io.millrace.app.journal.Order;
import io.millrace.app.model.ScoreOutput;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.VersionGate;
import io.millrace.app.rollout.Entry;
import io.millrace.app.rollout.ModelVersion;
import io.millrace.app.rollout.RefusedException;
import io.millrace.app.rollout.RolloutState;
import io.millrace.schemas.registry.IncompatibleSchemaException;
import io.millrace.schemas.registry.SchemaRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Carries out what people want of a pipeline's models. Whatever it is asked is answered when every live instance has taken it up. Confined to
 * one thread at a time.
 */
public final class Operator implements AutoCloseable {
    private final Journal journal;
    private final JournalReader reader;
    private final JournalWriter writer;
    private final Admin admin;
    private final Desk desk;

    private Operator(Journal journal, JournalReader reader, JournalWriter writer, Admin admin, Desk desk) {
        this.journal = journal;
        this.reader = reader;
        this.writer = writer;
        this.admin = admin;
        this.desk = desk;
    }

    /**
     * An operator of one pipeline, to be closed by the caller.
     *
     * @param settings of Kafka clients; brokers at least
     * @param patience how long an order may take
     * @throws KafkaException if the brokers do not answer, or the pipeline has never run there
     * @throws IncompatibleSchemaException if the registry forbids the contract of the log
     */
    public static Operator open(
            Pipeline pipeline, Map<String, Object> settings, SchemaRegistry registry, Duration patience, Clock clock)
            throws IncompatibleSchemaException {
        var topics = new JournalTopics(
                pipeline.topics().rollouts(), pipeline.topics().models());
        var clients = new JournalClients(settings);
        var admin = clients.admin();
        JournalReader reader = null;
        boolean opened = false;
        try {
            int partitions = partitions(admin, pipeline.topics().events());
            partitions(admin, topics.rollouts());
            var journal = Journal.of(clients, pipeline.name(), topics, registry);
            reader = journal.newReader();
            var writer = journal.newWriter();
            var members = Members.of(admin, pipeline.scoringGroup());
            opened = true;
            return new Operator(
                    journal, reader, writer, admin, new Desk(reader, writer, members, partitions, patience, clock));
        } finally {
            if (!opened) {
                admin.close();
                if (reader != null) {
                    reader.close();
                }
            }
        }
    }

    private static int partitions(Admin admin, String topic) {
        try {
            var topics = admin.describeTopics(List.of(topic)).allTopicNames().get();
            return topics.values().iterator().next().partitions().size();
        } catch (ExecutionException e) {
            throw new KafkaException("topic " + topic + " cannot be found: has the pipeline been started here?", e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** Name of the pipeline. */
    public String pipeline() {
        return journal.pipeline();
    }

    /** All that was ever written, each record with what came of it; to be asked before anything else. */
    public List<Line> history() {
        return reader.readToEnd();
    }

    /** What holds now. */
    public RolloutState state() {
        return desk.state();
    }

    /**
     * Sends a model through the gate and makes it known to all, either as one that may be given work or as one that was refused.
     *
     * @param gate of the pipeline
     * @param score which number of its answer is the score
     * @param threshold scores at or above it are labelled true
     * @param source where it comes from, for people
     * @return the version, which every live instance has at hand
     * @throws RefusedException if it did not pass, is known already, or an instance cannot use it
     * @throws IOException if its files cannot be read
     */
    public ModelVersion register(
            VersionGate gate,
            Path folder,
            ScoreOutput score,
            double threshold,
            String source,
            String actor,
            String reason)
            throws RefusedException, IOException {
        var admission = gate.admit(folder, score);
        if (admission.manifest().isEmpty()) {
            throw new RefusedException(String.join("; ", admission.problems()));
        }
        var manifest = admission.manifest().get();
        var version = ModelFolder.version(manifest, score, threshold, source);
        var known = state().find(version.digest());
        if (known.filter(each -> each.standing() == RolloutState.Standing.REGISTERED)
                .isPresent()) {
            throw new RefusedException(
                    "it is registered already, as " + known.get().version().told());
        }
        if (!admission.problems().isEmpty()) {
            desk.refuse(version, admission.problems(), actor, reason);
            throw new RefusedException(
                    version.told() + " was refused by the gate: " + String.join("; ", admission.problems()));
        }
        var parts = journal.models().write(version.digest(), folder, ModelFolder.files(folder, manifest));
        desk.register(version, parts, actor, reason);
        return version;
    }

    /**
     * Changes who scores what.
     *
     * @return the entry that says so, with the event time from which it holds
     * @throws RefusedException if that cannot be as things are, or not all instances answer; nothing has changed then
     */
    public Entry.Changed change(Order order) throws RefusedException {
        return desk.change(order);
    }

    /**
     * Gives a version up.
     *
     * @throws RefusedException if it has work to do
     */
    public void retire(String digest, String actor, String reason) throws RefusedException {
        desk.retire(digest, actor, reason);
    }

    @Override
    public void close() {
        reader.close();
        writer.close();
        admin.close();
    }
}
