package io.millrace.app.topics;

/** A topic that cannot be read as it is: it does not exist, or its cluster does not answer. */
public final class UnreadableTopicException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param reason after "topic such-and-such" */
    public UnreadableTopicException(String topic, String reason) {
        super("topic " + topic + " " + reason);
    }
}
