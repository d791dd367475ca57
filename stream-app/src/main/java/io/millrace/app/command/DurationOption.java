package io.millrace.app.command;

import io.millrace.enrich.definition.DurationText;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations on the command line are written as in the pipeline file: {@code 500ms}, {@code 30s}, {@code 8d}. */
public final class DurationOption implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
        return DurationText.parse(value)
                .orElseThrow(() -> new TypeConversionException(
                        "must be a duration such as 500ms, 30s, 5m, 1h or 7d, was \"" + value + "\""));
    }
}
