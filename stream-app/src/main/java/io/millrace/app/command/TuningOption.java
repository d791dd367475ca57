package io.millrace.app.command;

import io.millrace.app.runtime.Tuning;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What an application is tuned for, on the command line: {@code latency}, {@code balanced} or {@code throughput}. */
final class TuningOption implements ITypeConverter<Tuning> {
    @Override
    public Tuning convert(String value) {
        return switch (value) {
            case "latency" -> Tuning.LATENCY;
            case "balanced" -> Tuning.BALANCED;
            case "throughput" -> Tuning.THROUGHPUT;
            default ->
                throw new TypeConversionException("must be latency, balanced or throughput, was \"" + value + "\"");
        };
    }
}
