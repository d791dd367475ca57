package io.millrace.app.explain;

/** How a place in a tree compares a feature with its threshold. */
enum Branch {
    LEAF,
    LEQ,
    LT,
    GTE,
    GT,
    EQ,
    NEQ;

    private static final String PREFIX = "BRANCH_";

    /** As ONNX calls it. */
    static Branch named(String mode) throws NotTreesException {
        for (var branch : values()) {
            if (mode.equals(branch == LEAF ? branch.name() : PREFIX + branch.name())) {
                return branch;
            }
        }
        throw new NotTreesException("its trees have nodes " + mode);
    }

    boolean holds(double value, double threshold) {
        return switch (this) {
            case LEQ -> value <= threshold;
            case LT -> value < threshold;
            case GTE -> value >= threshold;
            case GT -> value > threshold;
            case EQ -> value == threshold;
            case NEQ -> value != threshold;
            case LEAF -> throw new IllegalStateException("a leaf compares nothing");
        };
    }
}
