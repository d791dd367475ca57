package io.millrace.app.audit;

import io.millrace.app.journal.JournalClients;
import io.millrace.app.journal.JournalReader;
import io.millrace.app.journal.Line;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.rollout.RolloutState;
import io.millrace.app.topics.Cluster;
import io.millrace.app.topics.UnreadableTopicException;
import java.util.ArrayList;
import java.util.List;

/**
 * The rollout log of a pipeline as it is now.
 *
 * @param state what holds after all of it; something has scored
 * @param warnings what in it says nothing to us, for people
 */
public record PastRollouts(RolloutState state, List<String> warnings) {
    public PastRollouts {
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads it to its end, and writes nothing.
     *
     * @throws UnreadableTopicException if there is none, or nothing has ever scored by it
     */
    public static PastRollouts read(Cluster cluster, Pipeline pipeline) {
        var topic = pipeline.topics().rollouts();
        cluster.require(topic);
        var warnings = new ArrayList<String>();
        try (var reader = JournalReader.of(new JournalClients(cluster.settings()), topic, cluster.registry())) {
            for (var line : reader.readToEnd()) {
                if (line instanceof Line.Garbage garbage) {
                    warnings.add("topic " + topic + ": offset " + line.offset() + " is no entry of a rollout log: "
                            + garbage.why() + "; it changes nothing");
                } else if (line instanceof Line.Unknown) {
                    warnings.add("topic " + topic + ": offset " + line.offset()
                            + " is an entry of a kind that this version does not know; it counts for nothing here");
                }
            }
            if (reader.state().timeline().isEmpty()) {
                throw new UnreadableTopicException(topic, "names no champion: nothing has scored by it yet");
            }
            return new PastRollouts(reader.state(), warnings);
        }
    }
}
