package io.millrace.app.command;

import io.millrace.app.rollout.RefusedException;
import io.millrace.app.rollout.Share;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A share of all entities, as in {@code 10%}. */
final class ShareOption implements ITypeConverter<Share> {
    @Override
    public Share convert(String text) {
        try {
            return Share.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }

    /** The same where it is part of something else. */
    static Share parse(String text) throws RefusedException {
        try {
            return Share.parse(text);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        }
    }
}
