package io.millrace.app.runtime;

import io.millrace.app.model.InvalidModelException;
import io.millrace.app.model.OnnxModel;
import io.millrace.app.pipeline.ModelReference;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.topology.Routing;
import io.millrace.app.topology.Served;
import io.millrace.app.topology.Variant;
import java.util.List;
import org.apache.kafka.clients.admin.NewTopic;

/** The model of the pipeline's folder, always. */
final class OwnModel implements ScoringModels {
    private final OnnxModel model;
    private final ModelReference scoring;

    /** @throws InvalidModelException if it is not what its manifest says */
    OwnModel(Pipeline pipeline, ModelReference scoring) throws InvalidModelException {
        this.model = pipeline.openModel();
        this.scoring = scoring;
    }

    @Override
    public List<NewTopic> topics() {
        return List.of();
    }

    @Override
    public Routing open(int partitions) {
        return Routing.always(Served.as(Variant.CHAMPION, model, scoring.threshold(), scoring.explanation()));
    }

    @Override
    public void close() {
        model.close();
    }
}
