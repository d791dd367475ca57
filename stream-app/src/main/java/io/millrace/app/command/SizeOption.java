package io.millrace.app.command;

import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Sizes of memory on the command line are written as the JVM has them: {@code 64m}, {@code 2g}. */
public final class SizeOption implements ITypeConverter<Long> {
    private static final Pattern SIZE = Pattern.compile("(?<number>\\d{1,6})(?<unit>[mMgG])");

    @Override
    public Long convert(String value) {
        var size = SIZE.matcher(value);
        if (!size.matches()) {
            throw new TypeConversionException("must be a size such as 64m or 2g, was \"" + value + "\"");
        }
        int shift = size.group("unit").toLowerCase(Locale.ROOT).equals("m") ? 20 : 30;
        return Long.parseLong(size.group("number")) << shift;
    }
}
