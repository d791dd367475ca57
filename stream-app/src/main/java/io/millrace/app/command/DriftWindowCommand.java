package io.millrace.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.drift.MonitoredWindow;
import io.millrace.app.drift.MonitoredWindow.Segment;
import io.millrace.app.pipeline.TopicNames;
import io.millrace.app.report.DriftPage;
import io.millrace.app.report.HtmlReport;
import io.millrace.app.report.WindowPage;
import io.millrace.schemas.drift.DriftStatistic;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code millrace drift window}: what the monitor of a pipeline that runs says of a window. */
@Command(
        name = "window",
        description =
                "Shows what the monitor of a pipeline that runs says of its last window, or of another: every feature, the most drifted first.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit status: 0 no drift, 3 drift, 4 it cannot be known, 2 refused because of what was given, 1 failed.",
            "",
            "Examples:",
            "  millrace drift window pipelines/transactions --bootstrap kafka:9092 --registry http://registry:8081",
            "  millrace drift window pipelines/transactions --at 2026-03-01T12:00:00Z --html noon.html"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class DriftWindowCommand implements Callable<Integer> {
    @Mixin
    private MonitorTopics topics = new MonitorTopics();

    @Option(
            names = "--at",
            paramLabel = "TIME",
            converter = TimeOption.class,
            description =
                    "the last window with this event time in it, such as 2026-03-01T12:00:00Z (default: the last of all)")
    private @Nullable Instant at;

    @Option(
            names = "--segment",
            paramLabel = "BY=VALUE",
            converter = SegmentOption.class,
            description = "only predictions of a version, a variant or with a field's value, as monitor.by splits them")
    private @Nullable Segment segment;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "also write a report to look at: all distributions side by side, the most drifted first")
    private @Nullable Path html;

    @Option(names = "--json", description = "print the window as JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** {@code version=3}. */
    static final class SegmentOption implements ITypeConverter<Segment> {
        @Override
        public Segment convert(String value) {
            int equals = value.indexOf('=');
            if (equals < 1) {
                throw new TypeConversionException("must be BY=VALUE such as version=3, was \"" + value + "\"");
            }
            return new Segment(value.substring(0, equals), value.substring(equals + 1));
        }
    }

    @Override
    public Integer call() throws Exception {
        var window = new MonitoredWindow(at, segment);
        var pipeline = topics.read(TopicNames::drift, DriftStatistic.getClassSchema(), window::add);
        if (window.statistics().isEmpty()) {
            spec.commandLine().getErr().println(pipeline.topics().drift() + " tells of no such window");
            return DriftCommand.UNKNOWN;
        }
        var page = WindowPage.of(pipeline.name(), window.statistics());
        if (html != null) {
            HtmlReport.write(page, html);
        }
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(new ObjectMapper().writeValueAsString(page));
        } else {
            print(page, out);
        }
        return page.drift() == null ? DriftCommand.UNKNOWN : page.drift() ? DriftCommand.DRIFT : 0;
    }

    private static void print(DriftPage page, PrintWriter out) {
        page.facts().forEach(out::println);
        out.println();
        var table = new TextTable("feature", "test", "value", "p-value", "threshold", "drifted", "");
        for (var column : page.columns()) {
            for (var test : column.tests()) {
                table.add(
                        column.name(),
                        test.name(),
                        TextTable.number(test.value()),
                        TextTable.number(test.pValue()),
                        TextTable.number(test.threshold()),
                        TextTable.word(test.drifted(), "yes", "no"),
                        column.note());
            }
        }
        table.print(out);
        out.println();
        out.println(page.verdict());
    }
}
