package io.millrace.app.command;

import io.millrace.app.fleet.Operator;
import io.millrace.app.fleet.Overview;
import io.millrace.app.pipeline.Pipeline;
import picocli.CommandLine.Command;

/** {@code millrace model list}. */
@Command(
        name = "list",
        description = "Says which versions there are, what each does, and which instances have it at hand.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  millrace model list pipelines/transactions --bootstrap kafka:9092 --registry http://registry:8081"
        })
final class ModelListCommand extends RolloutCommand {
    @Override
    Answer carryOut(Operator operator, Pipeline pipeline) {
        var overview = Overview.of(pipeline.name(), operator.state());
        return new Answer(overview.lines(), overview);
    }
}
