package io.millrace.schemas.wire;

/** Bytes are not what their schema says. Carries no stack trace: it is thrown per bad record, and the detail says where. */
final class MalformedPayloadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedPayloadException(String detail) {
        super(detail, null, false, false);
    }
}
