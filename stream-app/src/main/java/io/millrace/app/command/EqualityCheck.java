package io.millrace.app.command;

import io.millrace.app.audit.Audit;
import io.millrace.app.audit.PastRollouts;
import io.millrace.app.files.UnsuitableFileException;
import io.millrace.app.fleet.PastModels;
import io.millrace.app.fleet.UnavailableVersionException;
import io.millrace.app.gate.Gate;
import io.millrace.app.journal.JournalClients;
import io.millrace.app.journal.ModelTopic;
import io.millrace.app.pipeline.ModelReference;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.replay.BadRowException;
import io.millrace.app.topics.Cluster;
import io.millrace.app.topics.TopicPredictions;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;

/**
 * Compares what a cluster's topics hold.
 *
 * @param own how the pipeline uses its models
 * @param err for warnings
 */
record EqualityCheck(Pipeline pipeline, ModelReference own, Gate gate, Cluster cluster, PrintWriter err) {
    Audit.Result run(ReplaySources sources, Audit.Request request)
            throws IOException, UnsuitableFileException, UnavailableVersionException, BadRowException {
        var clock = Clock.systemUTC();
        var topics = pipeline.topics();
        // in this order: every prediction's event is read, and every prediction's version is in the log
        try (var predictions = TopicPredictions.open(cluster, topics.predictions(), pipeline.predictionSchema());
                var inputs = sources.open(pipeline, false, cluster, clock)) {
            var rollouts = PastRollouts.read(cluster, pipeline);
            rollouts.warnings().forEach(warning -> err.println("warning: " + warning));
            var bytes = new ModelTopic(new JournalClients(cluster.settings()), topics.models());
            var period = request.period();
            try (var models = PastModels.open(
                            pipeline, own, gate, bytes, rollouts.state(), period.fromMillis(), period.untilMillis());
                    var audit = new Audit(pipeline, own, models, request, clock);
                    var bar = new ConsoleProgress("replay", "", 1)) {
                return audit.run(inputs.all(), predictions, bar);
            }
        }
    }
}
