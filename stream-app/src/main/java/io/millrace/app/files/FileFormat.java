package io.millrace.app.files;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The formats there are, by extension. */
enum FileFormat {
    CSV(".csv", "CSV", false),
    CSV_GZ(".csv.gz", "CSV", true),
    AVRO(".avro", "an Avro container", false),
    JSON_LINES(".jsonl", "JSON Lines", false),
    JSON_LINES_GZ(".jsonl.gz", "JSON Lines", true),
    PARQUET(".parquet", "Parquet", false);

    /**
     * How hard gzip tries. Measured on 97 MB of features: level 1 takes 0.63 s and makes 30.6 MB of them, level 6, Java's
     * default, 2.97 s and 25.6 MB. Level 6 alone would cost more than all the rest of a replay.
     */
    private static final int GZIP_LEVEL = Deflater.BEST_SPEED;

    private static final int BUFFER_BYTES = 1 << 16;

    private final String extension;
    private final String title;
    private final boolean gzip;

    FileFormat(String extension, String title, boolean gzip) {
        this.extension = extension;
        this.title = title;
        this.gzip = gzip;
    }

    static FileFormat of(Path file) throws UnsuitableFileException {
        var name = file.toString().toLowerCase(Locale.ROOT);
        for (var format : values()) {
            if (name.endsWith(format.extension)) {
                return format;
            }
        }
        throw new UnsuitableFileException(
                file,
                List.of("the name must end in "
                        + Arrays.stream(values())
                                .map(format -> format.extension)
                                .collect(Collectors.joining(", "))));
    }

    /** As a sentence names it. */
    String title() {
        return title;
    }

    /** The same, with how it is compressed. */
    String description() {
        return gzip ? "gzipped " + title : title;
    }

    String extension() {
        return extension;
    }

    /** The text in a file's bytes. */
    InputStream text(InputStream bytes) throws IOException {
        var buffered = new BufferedInputStream(bytes, BUFFER_BYTES);
        return gzip ? new GZIPInputStream(buffered, BUFFER_BYTES) : buffered;
    }

    /** The bytes for a file's text. */
    OutputStream bytes(OutputStream file) throws IOException {
        if (!gzip) {
            return file;
        }
        // one call into zlib for many rows
        return new BufferedOutputStream(
                new GZIPOutputStream(file, BUFFER_BYTES) {
                    {
                        def.setLevel(GZIP_LEVEL);
                    }
                },
                BUFFER_BYTES);
    }
}
