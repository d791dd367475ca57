package io.millrace.app.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** The shipped model, and ways of packing it. */
final class Models {
    static final Path SHIPPED = Path.of("../pipelines/transactions/model");
    static final byte[] MANIFEST = bytes("model.yaml");
    static final byte[] ONNX = bytes("fraud.onnx");

    private Models() {}

    private static byte[] bytes(String name) {
        try {
            return Files.readAllBytes(SHIPPED.resolve(name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    /** What is to be packed. */
    static final class Entry {
        private final String name;
        private final byte[] content;
        private final boolean isLink;

        private Entry(String name, byte[] content, boolean isLink) {
            this.name = name;
            this.content = content;
            this.isLink = isLink;
        }

        static Entry of(String name, byte[] content) {
            return new Entry(name, content, false);
        }

        static Entry of(String name, String content) {
            return of(name, content.getBytes(StandardCharsets.UTF_8));
        }

        /** A symbolic link out of the folder. */
        static Entry link(String name) {
            return new Entry(name, new byte[0], true);
        }
    }

    static final List<Entry> MODEL = List.of(Entry.of("fraud.onnx", ONNX), Entry.of("model.yaml", MANIFEST));

    static List<Entry> under(String folder) {
        return MODEL.stream()
                .map(entry -> Entry.of(folder + "/" + entry.name, entry.content))
                .toList();
    }

    static byte[] tarGz(List<Entry> entries) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            out.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
            for (var entry : entries) {
                if (entry.isLink) {
                    var link = new TarArchiveEntry(entry.name, TarArchiveEntry.LF_SYMLINK);
                    link.setLinkName("/etc/passwd");
                    out.putArchiveEntry(link);
                    out.closeArchiveEntry();
                } else {
                    var header = new TarArchiveEntry(entry.name, true);
                    header.setSize(entry.content.length);
                    write(out, header, entry.content);
                }
            }
        }
        return bytes.toByteArray();
    }

    /** A tar with an entry whose name has so many characters. */
    static byte[] longNamed(int length) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            var name = new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME);
            name.setSize(length);
            var content = new byte[length];
            Arrays.fill(content, (byte) 'a');
            write(out, name, content);
            write(out, new TarArchiveEntry("a", true), new byte[0]);
        }
        return bytes.toByteArray();
    }

    static byte[] zip(List<Entry> entries) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ZipArchiveOutputStream(bytes)) {
            for (var entry : entries) {
                write(out, new ZipArchiveEntry(entry.name), entry.content);
            }
        }
        return bytes.toByteArray();
    }

    private static <E extends ArchiveEntry> void write(ArchiveOutputStream<E> out, E header, byte[] content)
            throws IOException {
        out.putArchiveEntry(header);
        out.write(content);
        out.closeArchiveEntry();
    }
}
