package io.millrace.app.gate;

/**
 * One reason why a model may not score.
 *
 * @param check the check that was not passed
 * @param key where the manifest says otherwise, such as {@code golden[0].score}; {@code model.score} for what the pipeline
 *     says about the output
 * @param message what is wrong, in words; made into one line of at most {@value #MESSAGE_CHARACTERS} visible characters,
 *     because parts of it come from files that are not trusted
 */
public record Refusal(Check check, String key, String message) {
    private static final int MESSAGE_CHARACTERS = 600;
    private static final int NAME_CHARACTERS = 60;

    public Refusal {
        key = visible(key, NAME_CHARACTERS);
        message = visible(message, MESSAGE_CHARACTERS);
    }

    /** A refusal of the file itself, which the manifest names under {@code file}. */
    static Refusal ofFile(Check check, String message) {
        return new Refusal(check, "file", message);
    }

    /** The message, with the check's code in front where the key alone does not tell it. */
    public String told() {
        return key.equals("file") && check != Check.FILE ? check + ": " + message : message;
    }

    /** A name out of the model, quoted for a message. */
    static String shown(String name) {
        return "\"" + visible(name, NAME_CHARACTERS) + "\"";
    }

    /** Without characters that break lines, move a cursor or turn the direction of writing. */
    private static String visible(String text, int most) {
        var visible = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}\\u2028\\u2029]+", " ")
                .strip();
        return visible.length() > most ? visible.substring(0, most) + "..." : visible;
    }
}
