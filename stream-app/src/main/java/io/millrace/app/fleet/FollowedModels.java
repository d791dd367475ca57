package io.millrace.app.fleet;

import io.millrace.app.gate.Gate;
import io.millrace.app.journal.Desk;
import io.millrace.app.journal.Journal;
import io.millrace.app.journal.JournalReader;
import io.millrace.app.journal.JournalWriter;
import io.millrace.app.journal.Members;
import io.millrace.app.journal.Order;
import io.millrace.app.model.InvalidModelException;
import io.millrace.app.model.InvalidModelException.Mismatch;
import io.millrace.app.pipeline.ModelReference;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.VersionGate;
import io.millrace.app.rollout.Change;
import io.millrace.app.rollout.Entry;
import io.millrace.app.rollout.Note;
import io.millrace.app.rollout.RefusedException;
import io.millrace.app.rollout.Timeline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes an instance follow the rollout log of its pipeline. The model in the pipeline's folder is registered if nobody has done so. It becomes
 * the champion if there is none; and also in place of a champion that a folder has put there, as long as nobody has given another order.
 */
public final class FollowedModels {
    private static final Logger LOG = LoggerFactory.getLogger(FollowedModels.class);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Pipeline pipeline;
    private final ModelReference own;
    private final Gate gate;
    private final Journal journal;
    private final Path stateDir;
    private final String instance;
    private final FollowListener listener;
    private final LongConsumer discarded;
    private final Clock clock;

    /**
     * Of one instance.
     *
     * @param own the model in the pipeline's folder
     * @param stateDir where versions' files are kept
     * @param instance name that the instance has in its consumer group
     * @param discarded is asked, in one of all instances, to tell of what is no entry before an offset of the log, unless that has been told
     */
    public FollowedModels(
            Pipeline pipeline,
            ModelReference own,
            Gate gate,
            Journal journal,
            Path stateDir,
            String instance,
            FollowListener listener,
            LongConsumer discarded,
            Clock clock) {
        this.pipeline = pipeline;
        this.own = own;
        this.gate = gate;
        this.journal = journal;
        this.stateDir = stateDir;
        this.instance = instance;
        this.listener = listener;
        this.discarded = discarded;
        this.clock = clock;
    }

    /**
     * Has all versions at hand that score, and follows what changes.
     *
     * @return to be closed by the caller, after everything that scores
     * @throws InvalidModelException if a version that is to score cannot
     */
    public Follower follow() throws InvalidModelException {
        var reader = journal.newReader();
        JournalWriter writer = null;
        Fleet fleet = null;
        boolean follows = false;
        try {
            writer = journal.newWriter();
            registerOwn(reader, writer);
            fleet = new Fleet(
                    new VersionGate(gate, pipeline, own),
                    journal.models(),
                    stateDir.resolve("models").resolve(pipeline.name()),
                    own.limits().bytes());
            var follower =
                    new Follower(instance, reader, writer, fleet, Entities.of(pipeline), listener, discarded, clock);
            follower.start();
            follows = true;
            return follower;
        } finally {
            if (!follows) {
                reader.close();
                if (writer != null) {
                    writer.close();
                }
                if (fleet != null) {
                    fleet.close();
                }
            }
        }
    }

    private void registerOwn(JournalReader reader, JournalWriter writer) throws InvalidModelException {
        reader.readToEnd();
        var digest = own.manifest().sha256();
        if (reader.state().find(digest).isEmpty()) {
            var version = ModelFolder.version(
                    own.manifest(), own.score(), own.threshold(), own.folder().toString());
            writer.tell(version);
            var note = note("the model in the pipeline's folder");
            try {
                var parts =
                        journal.models().write(digest, own.folder(), ModelFolder.files(own.folder(), own.manifest()));
                writer.append(new Entry.Registered(note, version, parts));
            } catch (IOException e) {
                throw new InvalidModelException(List.of(new Mismatch("file", "cannot be read: " + e)));
            }
            reader.readToEnd();
        }
        if (reader.state().timeline().isEmpty()) {
            writer.append(new Entry.Changed(
                    note("the first champion"), null, new Change.Promote(digest), Timeline.BEGINNING_MILLIS));
            reader.readToEnd(); // of several instances that begin together, the first is heard
        }
    }

    private Note note(String reason) {
        return new Note(UUID.randomUUID().toString(), clock.instant(), Note.FOLDER, reason);
    }

    /**
     * Whether the model in the pipeline's folder is to become the champion: it has never been, and the champion was put there by a
     * folder too.
     */
    public boolean isToBePromoted(Follower follower) {
        var state = follower.state();
        var digest = own.manifest().sha256();
        boolean wasChampion = state.timeline().plans().values().stream()
                .anyMatch(plan -> plan.champion().equals(digest));
        return !wasChampion
                && Note.FOLDER.equals(state.champions())
                && state.timeline().last().filter(plan -> plan.trial() == null).isPresent();
    }

    /**
     * Promotes the model in the pipeline's folder as soon as every instance has it at hand. Blocks; what is refused is logged.
     *
     * @param partitions of the event topic
     */
    public void promoteOwn(Members members, int partitions) {
        var order = Order.of(
                new Change.Promote(own.manifest().sha256()),
                Note.FOLDER,
                "the model in the pipeline's folder is another");
        try (var reader = journal.newReader();
                var writer = journal.newWriter()) {
            new Desk(reader, writer, members, partitions, PATIENCE, clock).change(order);
        } catch (RefusedException | KafkaException e) {
            LOG.atWarn()
                    .addKeyValue("pipeline", pipeline.name())
                    .addKeyValue("reason", e.getMessage())
                    .log("the model in the pipeline's folder does not score: promote it by command");
        }
    }
}
