package io.millrace.drift.window;

import java.util.Collection;
import java.util.OptionalLong;

/**
 * How far one partition has come.
 *
 * @param watermark largest event time seen in it; empty before its first row
 * @param idle whether it has brought no row for the idle time
 */
public record Progress(OptionalLong watermark, boolean idle) {

    /**
     * How far all partitions have come together: the smallest watermark of those that are not idle, so that an empty
     * partition never holds the others back. If all are idle there is nothing to wait for, and the largest watermark counts.
     *
     * @return empty if nothing is known, or a partition that is not idle has not brought its first row yet
     */
    public static OptionalLong ofAll(Collection<Progress> partitions) {
        var live = partitions.stream().filter(progress -> !progress.idle()).toList();
        if (live.isEmpty()) {
            return partitions.stream()
                    .flatMapToLong(progress -> progress.watermark().stream())
                    .max();
        }
        if (live.stream().anyMatch(progress -> progress.watermark().isEmpty())) {
            return OptionalLong.empty();
        }
        return live.stream()
                .mapToLong(progress -> progress.watermark().getAsLong())
                .min();
    }
}
