package io.millrace.app.command;

import picocli.CommandLine.Option;

/** Who wants a change, and why: what the history will tell. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ReasonOptions {
    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why; the history tells it")
    private String reason;

    @Option(
            names = "--actor",
            paramLabel = "NAME",
            defaultValue = "${env:MILLRACE_ACTOR:-${sys:user.name}}",
            description = "who wants it; the history tells it (env MILLRACE_ACTOR; default: the user's name)")
    private String actor;

    String reason() {
        return reason;
    }

    String actor() {
        return actor;
    }
}
