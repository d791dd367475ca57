package io.millrace.app.replay;

import io.millrace.app.files.EventFile;
import io.millrace.app.files.FileRecord;
import io.millrace.app.files.UnsuitableFileException;
import io.millrace.enrich.contract.RejectionReason;
import io.millrace.enrich.contract.Verdict;
import io.millrace.enrich.event.Origin;
import io.millrace.enrich.replay.OfflineEnricher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.avro.Schema;

/** Events in files. */
public final class FileSource implements Source {
    private final List<Path> names;
    private final List<EventFile> files;
    private final long totalBytes;

    private FileSource(List<Path> names, List<EventFile> files, long totalBytes) {
        this.names = names;
        this.files = files;
        this.totalBytes = totalBytes;
    }

    /**
     * Opens files.
     *
     * @param names at least one; of events at the same time those in the earlier file come first
     * @param schema of the events
     * @throws UnsuitableFileException with everything that is wrong with any of them
     */
    public static FileSource open(List<Path> names, Schema schema) throws IOException, UnsuitableFileException {
        var files = new ArrayList<EventFile>();
        var unsuitable = new ArrayList<UnsuitableFileException>();
        long bytes = 0;
        var opened = false;
        try {
            for (var name : names) {
                try {
                    files.add(EventFile.open(name, schema));
                    bytes += Files.size(name);
                } catch (UnsuitableFileException e) {
                    unsuitable.add(e);
                }
            }
            UnsuitableFileException.throwIfAny(unsuitable);
            opened = true;
            return new FileSource(List.copyOf(names), files, bytes);
        } finally {
            if (!opened) {
                for (var file : files) {
                    file.close();
                }
            }
        }
    }

    @Override
    public List<Iterator<Arrival>> parts(OfflineEnricher contract) {
        var parts = new ArrayList<Iterator<Arrival>>();
        for (int i = 0; i < files.size(); i++) {
            parts.add(new Rows(names.get(i).toString(), files.get(i), contract));
        }
        return parts;
    }

    /** The rows of one file, checked. The file is their topic, the row's number their offset. */
    private static final class Rows implements Iterator<Arrival> {
        private final String name;
        private final EventFile file;
        private final OfflineEnricher contract;
        private long timeMillis;

        private Rows(String name, EventFile file, OfflineEnricher contract) {
            this.name = name;
            this.file = file;
            this.contract = contract;
        }

        @Override
        public boolean hasNext() {
            return file.hasNext();
        }

        @Override
        public Arrival next() {
            var next = file.next();
            if (next instanceof FileRecord.Unreadable unreadable) {
                return refused(unreadable.row(), RejectionReason.MALFORMED, unreadable.message());
            }
            var row = (FileRecord.Row) next;
            var verdict = contract.check(row.record(), new Origin(name, 0, row.row(), Origin.UNPUBLISHED, null, null));
            if (verdict instanceof Verdict.Accepted accepted) {
                timeMillis = accepted.event().timeMillis();
                return new Arrival.Accepted(accepted.event());
            }
            var rejected = (Verdict.Rejected) verdict;
            return refused(row.row(), rejected.reason(), rejected.detail());
        }

        private Arrival refused(long row, RejectionReason reason, String detail) {
            return new Arrival.Refused(new BadRow(name, row, reason.code(), detail), timeMillis);
        }
    }

    @Override
    public String behind() {
        return BadRow.UNORDERED;
    }

    @Override
    public long done() {
        return files.stream().mapToLong(EventFile::bytesRead).sum();
    }

    @Override
    public long total() {
        return totalBytes;
    }

    @Override
    public void close() throws IOException {
        for (var file : files) {
            file.close();
        }
    }
}
