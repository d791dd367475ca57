package io.millrace.drift.profile;

/**
 * One thing that is wrong with a profile.
 *
 * @param path where, as in {@code features[2].bins.edges[3]}; empty for the whole document
 * @param message what, for the person who has to mend it
 */
public record ProfileProblem(String path, String message) {
    @Override
    public String toString() {
        return path.isEmpty() ? message : path + ": " + message;
    }
}
