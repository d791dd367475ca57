package io.millrace.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.drift.AlertLog;
import io.millrace.app.pipeline.TopicNames;
import io.millrace.schemas.drift.DriftAlert;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code millrace alerts}: what the monitor of a pipeline that runs has to complain of. */
@Command(
        name = "alerts",
        description = "Shows which alerts of drift and quality stand, the oldest first.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit status: 0 none stands, 3 some do, 2 refused because of what was given, 1 failed.",
            "",
            "Examples:",
            "  millrace alerts pipelines/transactions --bootstrap kafka:9092 --registry http://registry:8081",
            "  millrace alerts pipelines/transactions --all --json"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class AlertsCommand implements Callable<Integer> {
    @Mixin
    private MonitorTopics topics = new MonitorTopics();

    @Option(names = "--all", description = "also those that were resolved, in the order of event time")
    private boolean all;

    @Option(names = "--json", description = "print them as JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var log = new AlertLog();
        topics.read(TopicNames::alerts, DriftAlert.getClassSchema(), log::add);
        var shown = all ? log.all() : log.standing();
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(new ObjectMapper()
                    .writeValueAsString(shown.stream().map(AlertsCommand::json).toList()));
        } else if (shown.isEmpty()) {
            out.println(all ? "no alert was ever raised" : "no alert stands");
        } else {
            shown.forEach(entry -> out.println(entry.at()
                    + (entry.raised() ? "  RAISED    " : "  RESOLVED  ")
                    + (entry.segment().isEmpty() ? "" : entry.segment() + ": ")
                    + entry.message()));
        }
        return log.standing().isEmpty() ? 0 : DriftCommand.DRIFT;
    }

    private static Map<String, Object> json(AlertLog.Entry entry) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("at", entry.at().toString());
        fields.put("raised", entry.raised());
        fields.put("feature", entry.feature());
        fields.put("test", entry.test());
        fields.put("segment", entry.segment());
        fields.put("value", entry.value());
        fields.put("threshold", entry.threshold());
        fields.put("since", entry.since().toString());
        fields.put("message", entry.message());
        return fields;
    }
}
