package io.millrace.enrich.plan;

/**
 * One mistake in a definition.
 *
 * @param path where, in the terms of the pipeline file: {@code features[1].compute.cust_avg}
 * @param message what is wrong, for its author
 */
public record Problem(String path, String message) {
    @Override
    public String toString() {
        return path + ": " + message;
    }
}
