package io.millrace.drift.detect;

/** A detector that reads whether a model was wrong. */
abstract sealed class ErrorDetector extends Detector permits Ddm, Eddm {
    ErrorDetector(DetectorSettings settings) {
        super(settings);
    }

    @Override
    public boolean accepts(double value) {
        return value == 0 || value == 1;
    }

    @Override
    String expected() {
        return "a value must be 1 for an error and 0 for none";
    }
}
