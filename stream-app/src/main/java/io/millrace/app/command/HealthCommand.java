package io.millrace.app.command;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code millrace health}: asks a running instance how it is; what a container's health check calls. */
@Command(
        name = "health",
        description = "Asks an instance on this host for its health; exit status 0 means healthy.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  millrace health --port 8080 --ready"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class HealthCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    @Option(names = "--port", defaultValue = "${env:MILLRACE_HTTP_PORT:-8080}", description = "default: 8080")
    private int port;

    @Option(names = "--ready", description = "ask whether it processes records, not only whether it lives")
    private boolean ready;

    @Option(names = "--json", description = "print the instance's whole answer")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var path = ready ? "/health/ready" : "/health/live";
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE)
                .build();
        try {
            var answer = HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .build()
                    .send(request, HttpResponse.BodyHandlers.ofString());
            boolean well = answer.statusCode() == 200;
            spec.commandLine().getOut().println(json ? answer.body() : well ? "up" : "down");
            return well ? 0 : 1;
        } catch (IOException e) {
            spec.commandLine().getOut().println(json ? "{\"status\":\"down\",\"roles\":{}}" : "down");
            spec.commandLine().getErr().println("nobody answers on port " + port);
            return 1;
        }
    }
}
