package io.millrace.drift.profile;

/** The model that tests say scored their rows. */
public final class Models {
    public static final ProfiledModel FRAUD = new ProfiledModel("fraud", "1", "0123456789abcdef".repeat(4));

    private Models() {}
}
