package io.millrace.app.gate;

/** Bytes that are no ONNX model, or not one that needs to be read. */
final class MalformedOnnxException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedOnnxException(String message) {
        super(message);
    }
}
