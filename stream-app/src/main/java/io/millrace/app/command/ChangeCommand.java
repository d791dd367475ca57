package io.millrace.app.command;

import io.millrace.app.fleet.Changes;
import io.millrace.app.fleet.Operator;
import io.millrace.app.journal.Order;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.rollout.Change;
import io.millrace.app.rollout.RefusedException;
import io.millrace.app.rollout.RolloutState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that changes who scores what. */
abstract class ChangeCommand extends RolloutCommand {
    @Mixin
    private ReasonOptions why = new ReasonOptions();

    @Option(
            names = "--at",
            paramLabel = "TIME",
            converter = TimeOption.class,
            description = "event time from which it holds (default: as soon as possible)")
    private @Nullable Instant at;

    @Override
    final Answer carryOut(Operator operator, Pipeline pipeline) throws RefusedException {
        var change = change(operator.state());
        var made = operator.change(new Order(change, why.actor(), why.reason(), Optional.ofNullable(at), Map.of()));
        var view = Changes.of(made, operator.state());
        return new Answer(List.of(view.told()), view);
    }

    /** What is wanted, as things are. */
    abstract Change change(RolloutState state) throws RefusedException;
}
