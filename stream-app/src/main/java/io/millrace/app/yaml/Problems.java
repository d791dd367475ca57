package io.millrace.app.yaml;

import java.util.List;
import java.util.TreeSet;

/**
 * Collects the mistakes of one pipeline folder while it is read. Reading goes on after a mistake, so that the author
 * sees them all. For one thread.
 */
public final class Problems {
    private final TreeSet<Problem> found = new TreeSet<>();

    public void add(Problem problem) {
        found.add(problem);
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** Whether something is already known to be wrong at exactly this key of this file. */
    public boolean isKnownAt(String file, String key) {
        return found.stream()
                .anyMatch(
                        problem -> problem.file().equals(file) && problem.key().equals(key));
    }

    /** Whether something is known to be wrong at this key of this file, or below it. */
    public boolean isKnownWithin(String file, String key) {
        return found.stream()
                .filter(problem -> problem.file().equals(file))
                .anyMatch(problem -> problem.key().equals(key)
                        || problem.key().startsWith(key + ".")
                        || problem.key().startsWith(key + "["));
    }

    /** All problems, by file, then line, then key. */
    public List<Problem> sorted() {
        return List.copyOf(found);
    }
}
