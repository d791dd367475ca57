package io.millrace.app.command;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Who wants a change, and why: what the history will tell. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ReasonOptions {
    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why; the history tells it")
    private String reason;

    @Mixin
    private ActorOption actor = new ActorOption();

    String reason() {
        return reason;
    }

    String actor() {
        return actor.name();
    }
}
