package io.millrace.app.files;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The formats there are, by extension. */
enum FileFormat {
    CSV,
    CSV_GZ,
    AVRO;

    static FileFormat of(Path file) throws UnsuitableFileException {
        var name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv")) {
            return CSV;
        }
        if (name.endsWith(".csv.gz")) {
            return CSV_GZ;
        }
        if (name.endsWith(".avro")) {
            return AVRO;
        }
        throw new UnsuitableFileException(file, List.of("the name must end in .csv, .csv.gz or .avro"));
    }
}
