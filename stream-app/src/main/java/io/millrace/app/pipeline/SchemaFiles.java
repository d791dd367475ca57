package io.millrace.app.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.yaml.Problem;
import io.millrace.app.yaml.Problems;
import io.millrace.app.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Reads the Avro schemas that a pipeline file names. */
final class SchemaFiles {
    private static final long MAX_BYTES = 1 << 20;

    private final FolderFiles files;
    private final Problems problems;

    SchemaFiles(FolderFiles files, Problems problems) {
        this.files = files;
        this.problems = problems;
    }

    /** The record schema in the file a value names; empty after having reported why there is none. */
    Optional<Schema> read(YamlValue value) {
        return files.file(value).flatMap(path -> read(path, files.name(path)));
    }

    private Optional<Schema> read(Path path, String name) {
        try {
            if (Files.size(path) > MAX_BYTES) {
                return refuse(name, 1, "is larger than " + MAX_BYTES + " bytes");
            }
            var text = Files.readString(path);
            // Avro reports broken JSON without saying where; Jackson knows the line.
            new ObjectMapper().readTree(text);
            var schema = new Schema.Parser().parse(text);
            return schema.getType() == Schema.Type.RECORD
                    ? Optional.of(schema)
                    : refuse(
                            name,
                            1,
                            "must be an Avro record, is " + schema.getType().getName());
        } catch (JsonProcessingException e) {
            var line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
            return refuse(name, line, "is not JSON: " + oneLine(e.getOriginalMessage()));
        } catch (AvroRuntimeException e) {
            return refuse(name, 1, "is not an Avro schema: " + oneLine(e.getMessage()));
        } catch (IOException e) {
            return refuse(name, 1, "cannot be read as UTF-8 text: " + e);
        }
    }

    private Optional<Schema> refuse(String name, int line, String message) {
        problems.add(new Problem(name, line, "", message));
        return Optional.empty();
    }

    private static String oneLine(@Nullable String message) {
        return String.valueOf(message).replaceAll("\\s+", " ").strip();
    }
}
