package io.millrace.sandbox.export;

import java.io.IOException;
import org.apache.avro.specific.SpecificRecord;

/** A file of records of one schema. Whoever opens it closes it. */
interface Table extends AutoCloseable {
    void write(SpecificRecord row) throws IOException;

    @Override
    void close() throws IOException;
}
