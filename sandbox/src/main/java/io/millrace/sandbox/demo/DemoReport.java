package io.millrace.sandbox.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a demo run came to, per pipeline.
 *
 * @param seconds how long events were published
 */
public record DemoReport(double seconds, Map<String, PipelineReport> pipelines) {

    /**
     * What one pipeline did.
     *
     * @param events        records published, sound and unsound
     * @param deadLetters   by reason code
     * @param missing       published records without outcome
     * @param duplicated    outcomes too many
     * @param unexpected    records with the wrong kind of outcome
     * @param alerts        drift alerts raised
     * @param alertsBeforeDrift of these, how many blame a window before the injected drift
     * @param driftDetectedAfterSeconds wall time from the first drifted event to the first alert; null without one
     * @param latencyMillis from publishing to being readable under read_committed
     * @param rollout       what happened to its models, in order; empty if nothing was to
     * @param rolloutComplaints what is wrong with that
     */
    public record PipelineReport(
            long events,
            long predictions,
            Map<String, Long> deadLetters,
            long missing,
            long duplicated,
            long unexpected,
            int alerts,
            long alertsBeforeDrift,
            @Nullable Double driftDetectedAfterSeconds,
            double eventsPerSecond,
            Map<String, Double> latencyMillis,
            List<RolloutStory.Step> rollout,
            List<String> rolloutComplaints) {}

    /** What a sound run must not show; empty when all is well. */
    public List<String> complaints() {
        var complaints = new ArrayList<String>();
        pipelines.forEach((name, report) -> {
            complain(complaints, report.events() == 0, name + ": no event was published");
            complain(complaints, report.missing() > 0, name + ": " + report.missing() + " events without outcome");
            complain(complaints, report.duplicated() > 0, name + ": " + report.duplicated() + " outcomes too many");
            complain(complaints, report.unexpected() > 0, name + ": " + report.unexpected() + " wrong outcomes");
            complain(complaints, report.alertsBeforeDrift() > 0, name + ": alerts before drift was injected");
            complain(complaints, report.driftDetectedAfterSeconds() == null, name + ": injected drift was not found");
            report.rolloutComplaints().forEach(complaint -> complaints.add(name + ": " + complaint));
        });
        return complaints;
    }

    private static void complain(List<String> complaints, boolean wrong, String text) {
        if (wrong) {
            complaints.add(text);
        }
    }

    void write(Path file) throws IOException {
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), this);
    }
}
