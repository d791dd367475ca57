package io.millrace.sandbox.demo;

import io.millrace.app.runtime.PipelineRuntime;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.stream.Stream;

/** What a running instance tells Prometheus. */
final class Scraped {
    private Scraped() {}

    /**
     * The sum of all samples of a name.
     *
     * @param labels which each of them has, such as {@code decision="promoted"}
     */
    static double sum(PipelineRuntime instance, String name, String... labels) throws Exception {
        var address = URI.create("http://127.0.0.1:" + instance.httpPort() + "/metrics");
        var text = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        return text.lines()
                .filter(line -> line.startsWith(name + "{"))
                .filter(line -> Stream.of(labels).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
