package io.millrace.app.replay;

import io.millrace.app.files.EventFile;
import io.millrace.app.files.FileRecord;
import io.millrace.app.files.UnsuitableFileException;
import io.millrace.enrich.contract.RejectionReason;
import io.millrace.enrich.definition.ReferenceDefinition;
import io.millrace.enrich.event.KeyField;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;

/** The rows of a reference table in the order in which they were written. Closed by whoever opened it. */
public interface ReferenceTable extends Iterator<ReferenceRow>, AutoCloseable {
    @Override
    void close() throws IOException;

    /** A table in a file; of a key the last row counts. */
    static ReferenceTable open(Path name, ReferenceDefinition definition) throws IOException, UnsuitableFileException {
        var file = EventFile.open(name, definition.schema());
        var key = KeyField.of(definition.schema(), definition.key());
        return new ReferenceTable() {
            @Override
            public boolean hasNext() {
                return file.hasNext();
            }

            @Override
            public ReferenceRow next() {
                var next = file.next();
                if (next instanceof FileRecord.Unreadable unreadable) {
                    return refused(unreadable.row(), RejectionReason.MALFORMED, unreadable.message());
                }
                var row = (FileRecord.Row) next;
                return key.text(row.record()) == null
                        ? refused(row.row(), RejectionReason.NULL_KEY, key.name() + " is null")
                        : new ReferenceRow.Latest(row.record());
            }

            private ReferenceRow refused(long row, RejectionReason reason, String detail) {
                return new ReferenceRow.Refused(new BadRow(name.toString(), row, reason.code(), detail));
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }
}
