package io.millrace.app.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a report as one file of HTML. Style, script and the library that draws are in it, so that it can be sent by mail and
 * opened years later; a policy in it keeps the browser from loading anything else. What comes from data is text for the page's
 * script, never markup.
 */
public final class HtmlReport {
    private static final String CHARTS = "/META-INF/resources/webjars/chart.js/4.5.1/dist/chart.umd.min.js";

    private HtmlReport() {}

    /** Writes a drift report, over what may be there. */
    public static void write(DriftPage page, Path file) throws IOException {
        var data = new ObjectMapper().writeValueAsString(page).replace("<", "\\u003c");
        var html = resource("drift-report.html")
                .replace("{{style}}", resource("drift-report.css"))
                .replace("{{charts}}", resource(CHARTS).replaceFirst("//# sourceMappingURL=.*", ""))
                .replace("{{script}}", resource("drift-report.js"))
                .replace("{{data}}", data); // last: it may have anything in it
        Files.writeString(file, html);
    }

    private static String resource(String name) throws IOException {
        try (var in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("not on the class path: " + name);
            }
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
