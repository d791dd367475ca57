package io.millrace.app.model;

/** What becomes of a feature's value that a model should not see. */
public sealed interface Treatment {
    /** The model sees it. */
    Treatment PASS = new Pass();

    /** The event is not scored. */
    Treatment REFUSE = new Refuse();

    record Pass() implements Treatment {}

    record Refuse() implements Treatment {}

    /** The model sees another number; finite. */
    record OtherNumber(double instead) implements Treatment {}

    /** The model sees another text. */
    record OtherText(String instead) implements Treatment {}
}
