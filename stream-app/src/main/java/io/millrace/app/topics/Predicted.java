package io.millrace.app.topics;

import org.apache.avro.generic.GenericRecord;

/** A record of a predictions topic. */
public sealed interface Predicted {
    /** Topic, partition and offset, {@code transactions.predictions-3@17}. */
    String place();

    /**
     * A prediction.
     *
     * @param row shaped by the schema that was asked for
     */
    record Read(String place, GenericRecord row) implements Predicted {}

    /** Something that cannot be read as one. */
    record Unreadable(String place, String why) implements Predicted {}
}
