package io.millrace.app.gate;

/** What the gate looks at, in order. A check's code is what scripts and alerts know it by, and never changes. */
public enum Check {
    FILE("file", "the model is a regular file inside its folder"),
    SIZE("size", "the file is no larger than allowed"),
    DIGEST("digest", "the file's SHA-256 is the manifest's"),
    SIGNATURE("signature", "the manifest is signed by a trusted key"),
    FORMAT("format", "the file is an ONNX protobuf and nothing else"),
    EXTERNAL_DATA("external-data", "nothing in it refers to another file"),
    DOMAIN("domain", "its operators are of domains that are allowed"),
    OPSET("opset", "ONNX Runtime knows its version and operator sets"),
    FUNCTIONS("functions", "it defines no functions of its own"),
    CONTROL_FLOW("control-flow", "its loops and branches are bounded"),
    RANDOM("random", "no operator draws random numbers"),
    CLAIMS("claims", "its tensors are as large as they say, and ask for no more than is allowed"),
    PROBE("probe", "a process to try it in can be started"),
    PROBE_TIMEOUT("probe-timeout", "it loads and runs in time"),
    PROBE_MEMORY("probe-memory", "it loads and runs in the memory allowed"),
    PROBE_CRASHED("probe-crashed", "it does not end the process that runs it"),
    LOAD("load", "ONNX Runtime loads it"),
    INPUTS("inputs", "it takes the pipeline's features"),
    OUTPUTS("outputs", "it has the output that is the score"),
    GOLDEN("golden", "it gives golden rows their scores"),
    WARM_UP("warm-up", "it answers, and answers alike, when it is called again and again");

    private final String code;
    private final String promise;

    Check(String code, String promise) {
        this.code = code;
        this.promise = promise;
    }

    /** Lower-case letters and dashes. */
    public String code() {
        return code;
    }

    /** What is true of a model that passes, in words. */
    public String promise() {
        return promise;
    }

    @Override
    public String toString() {
        return code;
    }
}
