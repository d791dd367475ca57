package io.millrace.app.pipeline;

import io.millrace.app.gate.Verdict;
import io.millrace.app.yaml.Problem;
import java.util.List;
import java.util.Optional;

/**
 * What the gate says of one model for one pipeline.
 *
 * @param name the model's own
 * @param version of the model
 * @param sha256 which bytes were judged
 * @param problems the verdict's refusals where they stand in the files
 * @param reasons how its scores would be explained, for people; empty if nobody asks
 */
public record ModelVerdict(
        String name, String version, String sha256, Verdict verdict, List<Problem> problems, Optional<String> reasons) {
    public ModelVerdict {
        problems = List.copyOf(problems);
    }

    /** The same, with what has been found out since. */
    ModelVerdict withReasons(String told) {
        return new ModelVerdict(name, version, sha256, verdict, problems, Optional.of(told));
    }
}
