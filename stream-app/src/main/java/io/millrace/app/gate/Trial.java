package io.millrace.app.gate;

import io.millrace.app.model.InvalidModelException.Mismatch;
import io.millrace.app.model.WarmUp;
import java.time.Duration;
import java.util.List;

/** Loads and runs a model whose bytes have been looked at. */
interface Trial {
    /** Tries a model within the candidate's limits, and returns when nothing of it is running any more. */
    Outcome run(Candidate candidate, byte[] model);

    /**
     * What came of it.
     *
     * @param refusals empty if the model is what its manifest says
     * @param micros how long one row took, in microseconds; 0 if no row was scored
     * @param time how long all of it took
     */
    record Outcome(List<Refusal> refusals, double micros, Duration time) {
        public Outcome {
            refusals = List.copyOf(refusals);
        }
    }

    /** Names the check that a difference from the manifest was found by. */
    static Refusal refusal(Mismatch mismatch, Candidate candidate) {
        var key = mismatch.key();
        if (isOutOfMemory(mismatch.message())) {
            return Refusal.ofFile(
                    Check.PROBE_MEMORY,
                    "takes more than " + candidate.limits().memory() + " bytes: " + mismatch.message());
        }
        if (key.equals(WarmUp.KEY)) {
            return Refusal.ofFile(Check.WARM_UP, mismatch.message());
        }
        if (key.equals(Mismatch.SCORE) || key.startsWith("output")) {
            return new Refusal(Check.OUTPUTS, key, mismatch.message());
        }
        if (key.startsWith("golden")) {
            return new Refusal(Check.GOLDEN, key, mismatch.message());
        }
        if (key.startsWith("input") || key.startsWith("features")) {
            return new Refusal(Check.INPUTS, key, mismatch.message());
        }
        return new Refusal(Check.LOAD, key, mismatch.message());
    }

    /** Whether ONNX Runtime, the C++ library or Java says that it got no memory. */
    static boolean isOutOfMemory(String message) {
        return message.contains("bad_alloc")
                || message.contains("allocate memory")
                || message.contains("insufficient memory")
                || message.contains("OutOfMemoryError");
    }
}
