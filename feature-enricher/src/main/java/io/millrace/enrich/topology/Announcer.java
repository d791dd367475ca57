package io.millrace.enrich.topology;

import io.millrace.enrich.progress.Announcements;
import io.millrace.enrich.progress.Watermark;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Forwards a sender's announcements when they are due. Belongs to one initialisation of its processor. */
final class Announcer {
    /** A key that is not null, because a hop drops those that are. Announcements go to all partitions whatever their key. */
    private static final byte[] NO_KEY = {};

    private final Announcements due = new Announcements();
    private final ProcessorContext<byte[], HopMessage> context;

    Announcer(ProcessorContext<byte[], HopMessage> context) {
        this.context = context;
    }

    void atOnce(Watermark now) {
        forward(due.atOnce(now));
    }

    void periodically(Watermark now) {
        forward(due.periodically(now));
    }

    private void forward(@Nullable Watermark watermark) {
        if (watermark != null) {
            long timestamp = Math.max(0, watermark.timeMillis());
            context.forward(new Record<>(NO_KEY, new HopMessage.Announced(watermark), timestamp));
        }
    }
}
