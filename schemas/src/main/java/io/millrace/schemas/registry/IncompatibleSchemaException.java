package io.millrace.schemas.registry;

import java.util.ArrayList;
import java.util.List;

/** The registry refuses a schema because it does not fit those already registered under the subject. */
public final class IncompatibleSchemaException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String subject;
    private final ArrayList<String> reasons;

    IncompatibleSchemaException(String subject, List<String> reasons) {
        super("schema does not fit what is registered under " + subject + ": " + String.join("; ", reasons));
        this.subject = subject;
        this.reasons = new ArrayList<>(reasons);
    }

    /** Where the schema was to be registered. */
    public String subject() {
        return subject;
    }

    /** Everything the registry found wrong, in its words and order; not empty. */
    public List<String> reasons() {
        return List.copyOf(reasons);
    }
}
