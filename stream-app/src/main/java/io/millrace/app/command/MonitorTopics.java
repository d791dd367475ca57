package io.millrace.app.command;

import io.millrace.app.pipeline.Part;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.PipelineFolder;
import io.millrace.app.pipeline.TopicNames;
import io.millrace.app.topics.TopicRecords;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What the monitor of a pipeline that runs has written, for commands that show it. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class MonitorTopics {
    @Parameters(paramLabel = "FOLDER", description = "the pipeline folder")
    private Path folder;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Spec(Target.MIXEE)
    private CommandSpec command;

    /**
     * Reads all that a topic holds now. Records that cannot be read are told of on the standard error.
     *
     * @param topic which of the pipeline's
     * @param schema as which its records are read
     * @param to is given them
     * @return the pipeline
     */
    Pipeline read(Function<TopicNames, String> topic, Schema schema, Consumer<GenericRecord> to) throws Exception {
        var pipeline = PipelineFolder.read(folder, EnumSet.noneOf(Part.class));
        var name = topic.apply(pipeline.topics());
        long unreadable = TopicRecords.read(cluster.required(command), name, schema, to);
        if (unreadable > 0) {
            command.commandLine().getErr().println(unreadable + " records of " + name + " could not be read");
        }
        return pipeline;
    }
}
