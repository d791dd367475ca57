package io.millrace.app.fleet;

import io.millrace.app.gate.Gate;
import io.millrace.app.journal.ModelTopic;
import io.millrace.app.model.InvalidModelException;
import io.millrace.app.pipeline.ModelReference;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.VersionGate;
import io.millrace.app.rollout.RolloutState;
import io.millrace.app.topology.Roster;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.kafka.common.KafkaException;

/**
 * The versions that answered for the events of a period, at hand once more. Their scores have no reasons, and their files are kept in a folder
 * that ends with this.
 */
public final class PastModels implements AutoCloseable {
    private final ScratchFolder folder;
    private final Fleet fleet;
    private final Roster roster;

    private PastModels(ScratchFolder folder, Fleet fleet, Roster roster) {
        this.folder = folder;
        this.fleet = fleet;
        this.roster = roster;
    }

    /**
     * Fetches and proves the versions of a period; to be closed by the caller.
     *
     * @param own how the pipeline uses its models
     * @param topic with the models' bytes
     * @param state after the whole log
     * @param fromMillis event time, included
     * @param untilMillis event time, excluded
     * @throws UnavailableVersionException if one of them cannot be had, or does not pass the gate any more
     * @throws IOException if files cannot be written
     */
    public static PastModels open(
            Pipeline pipeline,
            ModelReference own,
            Gate gate,
            ModelTopic topic,
            RolloutState state,
            long fromMillis,
            long untilMillis)
            throws UnavailableVersionException, IOException {
        var folder = ScratchFolder.open("millrace-models-");
        var versions = new VersionGate(gate, pipeline, own.withoutReasons());
        var fleet = new Fleet(versions, topic, folder.path(), own.limits().bytes());
        var models = new PastModels(folder, fleet, new PlannedRoster(state, fleet, Entities.of(pipeline)));
        boolean opened = false;
        try {
            for (var digest : answering(state, fromMillis, untilMillis)) {
                models.load(state, digest);
            }
            opened = true;
            return models;
        } finally {
            if (!opened) {
                models.close();
            }
        }
    }

    private static Set<String> answering(RolloutState state, long fromMillis, long untilMillis) {
        var digests = new LinkedHashSet<String>();
        for (var plan : state.timeline().between(fromMillis, untilMillis)) {
            digests.addAll(plan.answering());
        }
        return digests;
    }

    private void load(RolloutState state, String digest) throws UnavailableVersionException {
        var known = state.find(digest).orElseThrow(() -> new IllegalStateException("nothing is known of " + digest));
        try {
            fleet.load(known);
        } catch (InvalidModelException | KafkaException e) {
            throw new UnavailableVersionException(known.version().told(), e);
        }
    }

    /** Says which of them answered for an event of the period. */
    public Roster roster() {
        return roster;
    }

    @Override
    public void close() throws IOException {
        fleet.close();
        folder.close();
    }
}
