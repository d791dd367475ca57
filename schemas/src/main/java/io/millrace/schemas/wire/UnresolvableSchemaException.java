package io.millrace.schemas.wire;

/** What was written has no counterpart in the reader schema. Carries no stack trace: it may be thrown per bad record. */
final class UnresolvableSchemaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnresolvableSchemaException(String detail) {
        super(detail, null, false, false);
    }
}
