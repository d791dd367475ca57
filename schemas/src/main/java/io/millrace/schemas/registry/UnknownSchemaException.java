package io.millrace.schemas.registry;

/** The registry answered, and holds no Avro schema under the id. */
public final class UnknownSchemaException extends Exception {
    private static final long serialVersionUID = 1L;

    UnknownSchemaException(String message) {
        super(message);
    }
}
