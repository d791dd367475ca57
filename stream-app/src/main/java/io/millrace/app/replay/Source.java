package io.millrace.app.replay;

import io.millrace.enrich.replay.OfflineEnricher;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;

/** Events in one or more parts: files, or partitions of a topic. Closed by whoever opened it. */
public interface Source extends AutoCloseable {
    /**
     * The parts, each in the order in which it was written. Read by one thread, once.
     *
     * @param contract what every event is checked by
     */
    List<Iterator<Arrival>> parts(OfflineEnricher contract);

    /** Reason code of a row that is further behind its part than the pipeline's lateness. */
    String behind();

    /** How much has been read, in a unit of the source's own; any thread may ask. */
    long done();

    /** How much there is to read, in the same unit. */
    long total();

    @Override
    void close() throws IOException;
}
