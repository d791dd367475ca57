package io.millrace.app.command;

import io.millrace.app.files.UnsuitableFileException;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.replay.FileSource;
import io.millrace.app.replay.OutcomeTable;
import io.millrace.app.replay.ReferenceTable;
import io.millrace.app.replay.Replay;
import io.millrace.app.replay.Source;
import io.millrace.app.topics.Cluster;
import io.millrace.app.topics.TopicOutcomes;
import io.millrace.app.topics.TopicSource;
import io.millrace.app.topics.TopicTable;
import io.millrace.enrich.definition.OutcomeDefinition;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything that a replay reads, opened together and closed together. */
final class ReplayInputs implements AutoCloseable {
    private final Source events;
    private final Map<String, ReferenceTable> references;
    private @Nullable OutcomeTable outcomes;

    private ReplayInputs(Source events, Map<String, ReferenceTable> references) {
        this.events = events;
        this.references = references;
    }

    /**
     * Opens what is asked for.
     *
     * @param events files, empty if events come from their topic
     * @param references files by name; a table without a file comes from its topic where events do
     * @param outcomes files; if empty, what counts comes from its topic where events do
     * @param wanted what became of events, whether features count it or not; null if nobody asks
     * @param cluster null if nothing comes from topics
     */
    static ReplayInputs open(
            Pipeline pipeline,
            List<Path> events,
            Map<String, Path> references,
            List<Path> outcomes,
            @Nullable OutcomeDefinition wanted,
            @Nullable Cluster cluster,
            Clock clock)
            throws IOException, UnsuitableFileException {
        var source = cluster == null
                ? FileSource.open(events, pipeline.definitions().event().schema())
                : TopicSource.open(cluster, pipeline.plan(), clock);
        var inputs = new ReplayInputs(source, new LinkedHashMap<>());
        var opened = false;
        try {
            for (var definition : pipeline.definitions().references()) {
                var file = references.get(definition.name());
                if (file != null) {
                    inputs.references.put(definition.name(), ReferenceTable.open(file, definition));
                } else if (cluster != null) {
                    inputs.references.put(definition.name(), TopicTable.open(cluster, definition));
                }
            }
            if (wanted != null && !outcomes.isEmpty()) {
                inputs.outcomes = OutcomeTable.open(outcomes, wanted);
            } else if (wanted != null && cluster != null) {
                inputs.outcomes = TopicOutcomes.open(cluster, pipeline.plan(), wanted, clock);
            }
            opened = true;
            return inputs;
        } finally {
            if (!opened) {
                inputs.close();
            }
        }
    }

    /** Of a declared table that was not to be had there is none. */
    Replay.Inputs all() {
        return new Replay.Inputs(events, references, outcomes);
    }

    @Override
    public void close() throws IOException {
        for (var table : references.values()) {
            table.close();
        }
        if (outcomes != null) {
            outcomes.close();
        }
        events.close();
    }
}
