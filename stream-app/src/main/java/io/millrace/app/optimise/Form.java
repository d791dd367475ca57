package io.millrace.app.optimise;

import java.util.Locale;

/** What a model can be written as. */
public enum Form {
    /** As it was given. */
    GIVEN,
    /** As ONNX Runtime rewrites it. */
    OPTIMISED,
    /** With weights of eight bits. */
    INT8;

    /** As users write it, and the name of its folder. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
