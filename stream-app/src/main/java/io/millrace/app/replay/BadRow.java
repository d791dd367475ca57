package io.millrace.app.replay;

import io.millrace.enrich.event.Origin;

/**
 * A row that was not replayed.
 *
 * @param file as the user named it; of an event read from Kafka topic and partition, {@code transactions-3}
 * @param row number in the file, from 1; of an event read from Kafka its offset
 * @param reason code, as a running pipeline's dead letters have it, or {@link #UNORDERED}
 * @param detail for a person
 */
public record BadRow(String file, long row, String reason, String detail) {
    /** Reason of a row that is further behind the rows before it than the pipeline's lateness. */
    public static final String UNORDERED = "unordered";

    /** A record at its place: of a topic the partition is part of it. */
    static BadRow at(Origin place, String reason, String detail) {
        boolean inFile = place.timestampMillis() == Origin.UNPUBLISHED;
        var file = inFile ? place.topic() : place.topic() + "-" + place.partition();
        return new BadRow(file, place.offset(), reason, detail);
    }

    @Override
    public String toString() {
        return file + ": row " + row + ": " + reason + ": " + detail;
    }
}
