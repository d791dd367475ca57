package io.millrace.sandbox.broker;

/** The sandbox broker did not start. The message ends with the last lines of its log. */
public final class BrokerFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokerFailedException(String message) {
        super(message);
    }
}
