package io.millrace.sandbox.export;

import io.millrace.sandbox.simulator.Damage;
import io.millrace.sandbox.simulator.Domain;
import io.millrace.sandbox.simulator.Message;
import io.millrace.sandbox.simulator.Message.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * The files of one simulated stream in one folder, each in the order of delivery. Existing files of the same names are
 * replaced. Confined to one thread; whoever opens it closes it.
 *
 * <pre>
 * CSV    events.csv.gz  outcomes.csv.gz  customers.csv
 * AVRO   events.avro    outcomes.avro    customers.avro
 * </pre>
 */
public final class Export implements AutoCloseable {
    private final Map<Role, Table> tables = new EnumMap<>(Role.class);

    /** How records are written. */
    public enum Format {
        CSV,
        AVRO
    }

    /**
     * Opens the files of a domain.
     *
     * @param folder made if it is missing
     */
    public Export(Path folder, Domain domain, Format format) throws IOException {
        Files.createDirectories(folder);
        try {
            for (var channel : domain.channels().entrySet()) {
                var file = folder.resolve(fileName(channel.getKey(), format));
                var schema = channel.getValue().schema();
                tables.put(
                        channel.getKey(),
                        format == Format.AVRO
                                ? new AvroTable(file, schema)
                                : new CsvTable(file, file.toString().endsWith(".gz"), schema));
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /**
     * Writes a message to the file of its role.
     *
     * @throws IllegalArgumentException if the message is damaged: a file of records holds no broken bytes
     */
    public void write(Message message) throws IOException {
        var table = tables.get(message.role());
        if (table == null) {
            throw new IllegalArgumentException("no file for " + message.role());
        }
        if (message instanceof Message.Event event && event.damage() != Damage.NONE) {
            throw new IllegalArgumentException("a damaged event cannot be written: " + event.id());
        }
        table.write(message.value());
    }

    @Override
    public void close() throws IOException {
        for (var table : tables.values()) {
            table.close();
        }
    }

    private static String fileName(Role role, Format format) {
        var table =
                switch (role) {
                    case EVENT -> "events";
                    case OUTCOME -> "outcomes";
                    case REFERENCE -> "customers";
                };
        return switch (format) {
            case AVRO -> table + ".avro";
            // a reference table is small, and people look into it
            case CSV -> role == Role.REFERENCE ? table + ".csv" : table + ".csv.gz";
        };
    }
}
