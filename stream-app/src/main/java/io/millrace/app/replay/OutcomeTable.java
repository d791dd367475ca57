package io.millrace.app.replay;

import io.millrace.app.files.EventFile;
import io.millrace.app.files.FileRecord;
import io.millrace.app.files.UnsuitableFileException;
import io.millrace.enrich.contract.RejectionReason;
import io.millrace.enrich.definition.OutcomeDefinition;
import io.millrace.enrich.event.Origin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.avro.generic.GenericRecord;

/** What became of events: {@link Arrival.Outcome}s and {@link Arrival.Refused}s, in whatever order. Closed by whoever opened it. */
public interface OutcomeTable extends Iterator<Arrival>, AutoCloseable {
    @Override
    void close() throws IOException;

    /**
     * Outcomes in files, one after the other.
     *
     * @throws UnsuitableFileException with everything that is wrong with any of them
     */
    static OutcomeTable open(List<Path> names, OutcomeDefinition definition)
            throws IOException, UnsuitableFileException {
        var files = new ArrayList<OutcomeTable>();
        var unsuitable = new ArrayList<UnsuitableFileException>();
        for (var name : names) {
            try {
                files.add(new InFile(name.toString(), EventFile.open(name, definition.schema()), definition));
            } catch (UnsuitableFileException e) {
                unsuitable.add(e);
            }
        }
        var all = new InTurn(files);
        if (!unsuitable.isEmpty()) {
            all.close();
        }
        UnsuitableFileException.throwIfAny(unsuitable);
        return all;
    }

    /** When an outcome became known, as it says itself. */
    static long knownMillis(GenericRecord outcome, OutcomeDefinition definition, long otherwise) {
        return definition.time() != null && outcome.get(definition.time()) instanceof Long known ? known : otherwise;
    }

    /** The rows of one file. The file is their topic, the row's number their offset. */
    record InFile(String name, EventFile file, OutcomeDefinition definition) implements OutcomeTable {
        @Override
        public boolean hasNext() {
            return file.hasNext();
        }

        @Override
        public Arrival next() {
            var next = file.next();
            if (next instanceof FileRecord.Unreadable unreadable) {
                return new Arrival.Refused(
                        new BadRow(name, unreadable.row(), RejectionReason.MALFORMED.code(), unreadable.message()),
                        Long.MIN_VALUE);
            }
            var row = (FileRecord.Row) next;
            return new Arrival.Outcome(
                    row.record(),
                    new Origin(name, 0, row.row(), Origin.UNPUBLISHED, null, null),
                    knownMillis(row.record(), definition, Long.MIN_VALUE));
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /** Tables one after the other. */
    record InTurn(List<OutcomeTable> tables) implements OutcomeTable {
        public InTurn {
            tables = List.copyOf(tables);
        }

        @Override
        public boolean hasNext() {
            return tables.stream().anyMatch(Iterator::hasNext);
        }

        @Override
        public Arrival next() {
            return tables.stream()
                    .filter(Iterator::hasNext)
                    .findFirst()
                    .orElseThrow()
                    .next();
        }

        @Override
        public void close() throws IOException {
            for (var table : tables) {
                table.close();
            }
        }
    }
}
