package io.millrace.app.registry;

import io.millrace.app.model.ManifestFile;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks a packed model folder. {@code model.yaml} is at its top, or in a folder at its top; of what else is packed only the files
 * beside it that may belong to a model are unpacked. An entry that would lead out of the folder, or is no file, is a reason to
 * refuse everything. Used once.
 */
final class PackedFolder {
    static final int MOST_ENTRIES = 1000;

    /** A packed file's headers and padding, which are read though they are no content. */
    private static final long OVERHEAD = 2L << 20;

    private static final int CHUNK = 1 << 16;
    private static final Pattern WANTED = Pattern.compile("model\\.yaml(\\.sig)?|[A-Za-z0-9][A-Za-z0-9._-]*\\.onnx");
    /** Windows' ways of leading out, too, and what no file's name has. */
    private static final Pattern OUTSIDE = Pattern.compile("\\\\|^[A-Za-z]:|\\p{Cntrl}");

    /** Neither links nor devices. */
    private static final Set<Byte> ORDINARY =
            Set.of(TarConstants.LF_OLDNORM, TarConstants.LF_NORMAL, TarConstants.LF_CONTIG, TarConstants.LF_DIR);

    private static final Pattern FOLDER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._ -]{0,99}");

    private final Path packed;
    private final PackedFormat format;
    private final String told;
    private final long most;
    private long unpacked;

    /**
     * Names what to unpack.
     *
     * @param told what people call it
     * @param most bytes of everything in it
     */
    PackedFolder(Path packed, PackedFormat format, String told, long most) {
        this.packed = packed;
        this.format = format;
        this.told = told;
        this.most = most;
    }

    /**
     * Unpacks it.
     *
     * @param into an empty folder
     * @return the folder with {@code model.yaml}: {@code into} or one in it; {@code into} if there is none
     * @throws IOException if the files cannot be written
     */
    Path unpack(Path into) throws UnavailableModelException, IOException {
        var seen = new HashSet<String>();
        var manifests = new ArrayList<Path>();
        try (var file = Files.newInputStream(packed);
                var entries = open(file)) {
            for (var entry = next(entries); entry != null; entry = next(entries)) {
                var place = place(entry);
                if (seen.size() == MOST_ENTRIES) {
                    throw refused("has more than " + MOST_ENTRIES + " entries");
                }
                if (!seen.add(String.join("/", place))) {
                    throw refused("has an entry twice");
                }
                if (!isWanted(entry, place)) {
                    copy(entries, OutputStream.nullOutputStream());
                    continue;
                }
                var folder = place.size() == 1 ? into : Files.createDirectories(into.resolve(place.get(0)));
                var name = place.get(place.size() - 1);
                try (var out = Files.newOutputStream(folder.resolve(name), StandardOpenOption.CREATE_NEW)) {
                    copy(entries, out);
                }
                if (name.equals(ManifestFile.NAME)) {
                    manifests.add(folder);
                }
            }
        }
        if (manifests.size() > 1) {
            throw refused("has " + ManifestFile.NAME + " more than once");
        }
        return manifests.isEmpty() ? into : manifests.get(0);
    }

    private ArchiveInputStream<? extends ArchiveEntry> open(InputStream file) throws UnavailableModelException {
        var buffered = new BufferedInputStream(file, CHUNK);
        if (format == PackedFormat.ZIP) {
            return new ZipArchiveInputStream(buffered, "UTF-8", true, true);
        }
        try {
            return new TarArchiveInputStream(new Unpacked(new GZIPInputStream(buffered, CHUNK), most + OVERHEAD));
        } catch (IOException e) {
            throw damaged();
        }
    }

    private @Nullable ArchiveEntry next(ArchiveInputStream<? extends ArchiveEntry> entries)
            throws UnavailableModelException {
        try {
            var entry = entries.getNextEntry();
            if (entry != null && !entries.canReadEntryData(entry)) {
                throw refused("is encrypted, or packed in a way that is not known here");
            }
            return entry;
        } catch (IOException | RuntimeException e) {
            // a library that reads hostile bytes: whatever it throws, the bytes are to blame
            throw damaged();
        }
    }

    /** The entry's path, one element a folder. */
    private List<String> place(ArchiveEntry entry) throws UnavailableModelException {
        var name = entry.getName();
        var isOdd = entry instanceof TarArchiveEntry tar && !ORDINARY.contains(tar.getLinkFlag());
        var place = Arrays.stream(name.split("/", -1))
                .filter(part -> !part.isEmpty() && !part.equals("."))
                .toList();
        if (isOdd || name.startsWith("/") || OUTSIDE.matcher(name).find() || place.contains("..")) {
            throw refused("has an entry that leads out of it, or is no file");
        }
        return place;
    }

    private static boolean isWanted(ArchiveEntry entry, List<String> place) {
        return !entry.isDirectory()
                && (place.size() == 1
                        || (place.size() == 2 && FOLDER.matcher(place.get(0)).matches()))
                && WANTED.matcher(place.get(place.size() - 1)).matches();
    }

    /** Also what nobody wants is counted: skipping it would unpack it all the same. */
    private void copy(InputStream entry, OutputStream out) throws UnavailableModelException, IOException {
        for (var chunk = read(entry); chunk.length > 0; chunk = read(entry)) {
            unpacked += chunk.length;
            if (unpacked > most) {
                throw refused("has more than " + most + " bytes in it");
            }
            out.write(chunk);
        }
    }

    private byte[] read(InputStream entry) throws UnavailableModelException {
        try {
            return entry.readNBytes(CHUNK);
        } catch (IOException | RuntimeException e) {
            throw damaged();
        }
    }

    private UnavailableModelException refused(String why) {
        return UnavailableModelException.refused(told + ": " + why);
    }

    private UnavailableModelException damaged() {
        return refused("is damaged, or not packed as its name says");
    }

    /** Ends a stream that unpacks to more than it may, headers included: a tar may have a name of a gigabyte. */
    private static final class Unpacked extends FilterInputStream {
        private long left;

        Unpacked(InputStream in, long most) {
            super(in);
            this.left = most;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = super.read(bytes, from, length);
            count(Math.max(read, 0));
            return read;
        }

        @Override
        public long skip(long count) throws IOException {
            long skipped = super.skip(count);
            count(skipped);
            return skipped;
        }

        private void count(long read) throws IOException {
            left -= read;
            if (left < 0) {
                throw new IOException("unpacks to too much");
            }
        }
    }
}
