package io.millrace.schemas.registry;

/**
 * The registry could not be asked, or answered with something that is no answer: connection refused, timed out, status
 * 5xx, not authorised, a proxy's page. It says nothing about the record or schema in hand, which must be tried again.
 */
public final class RegistryUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
