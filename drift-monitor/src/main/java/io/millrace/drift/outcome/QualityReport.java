package io.millrace.drift.outcome;

import org.apache.kafka.common.utils.Bytes;

/** What one partition tells the judge. The latest report on a matter replaces the ones before it. */
sealed interface QualityReport {
    /** The partition that reports. */
    int partition();

    /**
     * Everything the partition has counted in one cell so far.
     *
     * @param quality as {@link WindowQuality} wrote it
     */
    record Counted(int partition, Cell cell, Bytes quality) implements QualityReport {}

    /** How far the partition has come in event time; follows the counts it stands for. */
    record Reached(int partition, long watermarkMillis) implements QualityReport {}
}
