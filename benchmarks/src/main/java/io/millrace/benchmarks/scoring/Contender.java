package io.millrace.benchmarks.scoring;

import java.util.Locale;

/** What drains a topic. */
public enum Contender {
    /** As it runs: a batch of rows in one call of the model, exactly-once. */
    PIPELINE("pipeline", Input.NUMBERS),
    /** The same without the model: every event has the same score. */
    WITHOUT("without the model", Input.NUMBERS),
    /** The pipeline with one row in a call. */
    SINGLE("one row a call", Input.NUMBERS),
    /** The pipeline at least once. */
    AT_LEAST_ONCE("at least once", Input.NUMBERS),
    /** As many bytes in and out in transactions, by consumer and producer alone. */
    COPY("bytes alone", Input.NUMBERS),
    /** The rows in batches through ONNX Runtime alone, without Kafka. */
    ROWS("rows alone", Input.NUMBERS),
    /** JSON in and out, by the product's scoring. */
    POINTS("JSON, in batches", Input.POINTS),
    /** JSON in and out, each event by itself. */
    POINTS_EACH("JSON, event by event", Input.POINTS);

    private final String text;
    private final Input input;

    /** Which topic is drained. */
    enum Input {
        /** Avro events of the pipeline that is measured. */
        NUMBERS,
        /** JSON arrays of 784 numbers. */
        POINTS
    }

    Contender(String text, Input input) {
        this.text = text;
        this.input = input;
    }

    /** As reports call it. */
    String text() {
        return text;
    }

    Input input() {
        return input;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
