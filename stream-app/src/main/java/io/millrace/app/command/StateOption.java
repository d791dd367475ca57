package io.millrace.app.command;

import io.millrace.enrich.topology.StoreKind;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Where state is kept, on the command line: {@code memory} or {@code rocksdb}. */
public final class StateOption implements ITypeConverter<StoreKind> {
    @Override
    public StoreKind convert(String value) {
        return switch (value) {
            case "memory" -> StoreKind.IN_MEMORY;
            case "rocksdb" -> StoreKind.ROCKSDB;
            default -> throw new TypeConversionException("must be memory or rocksdb, was \"" + value + "\"");
        };
    }
}
