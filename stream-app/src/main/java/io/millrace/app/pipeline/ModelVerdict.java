package io.millrace.app.pipeline;

import io.millrace.app.gate.Verdict;
import io.millrace.app.yaml.Problem;
import java.util.List;

/**
 * What the gate says of one model for one pipeline.
 *
 * @param name the model's own
 * @param version of the model
 * @param sha256 which bytes were judged
 * @param problems the verdict's refusals where they stand in the files
 */
public record ModelVerdict(String name, String version, String sha256, Verdict verdict, List<Problem> problems) {
    public ModelVerdict {
        problems = List.copyOf(problems);
    }
}
