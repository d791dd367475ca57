package io.millrace.app.command;

import io.millrace.app.rollout.Change.Canary.Step;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A later share of a canary, as in {@code 50%@2h}. */
final class StepOption implements ITypeConverter<Step> {
    @Override
    public Step convert(String text) throws Exception {
        int at = text.indexOf('@');
        if (at < 0) {
            throw new TypeConversionException(
                    "a step is a share and when it begins, such as 50%@2h, not '" + text + "'");
        }
        var share = new ShareOption().convert(text.substring(0, at));
        var after = new DurationOption().convert(text.substring(at + 1));
        try {
            return new Step(share, after);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
