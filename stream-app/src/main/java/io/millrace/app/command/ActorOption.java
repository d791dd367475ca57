package io.millrace.app.command;

import picocli.CommandLine.Option;

/** Who wants something: what the history will tell. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ActorOption {
    @Option(
            names = "--actor",
            paramLabel = "NAME",
            defaultValue = "${env:MILLRACE_ACTOR:-${sys:user.name}}",
            description = "who wants it; the history tells it (env MILLRACE_ACTOR; default: the user's name)")
    private String name;

    String name() {
        return name;
    }
}
