package io.millrace.drift.window;

import io.millrace.drift.profile.FeatureProfile;
import io.millrace.drift.profile.ReferenceProfile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one window keeps of its rows, of one partition or of several merged: bounded in size, whatever the number of rows.
 * Counts do not depend on the order or the split of the rows; moments do by rounding only. Not safe for use by several
 * threads.
 */
public final class WindowAccumulator {
    private final List<ColumnSummary> columns;
    private long rows;
    private long earliestMillis;
    private long latestMillis;
    private ModelVersions versions;

    private WindowAccumulator(
            List<ColumnSummary> columns, long rows, long earliestMillis, long latestMillis, ModelVersions versions) {
        this.columns = columns;
        this.rows = rows;
        this.earliestMillis = earliestMillis;
        this.latestMillis = latestMillis;
        this.versions = versions;
    }

    /** An empty one over the bins of the profile. */
    public static WindowAccumulator of(ReferenceProfile profile) {
        var columns = profile.columns().stream()
                .map(FeatureProfile::bins)
                .map(ColumnSummary::new)
                .toList();
        return new WindowAccumulator(columns, 0, Long.MAX_VALUE, Long.MIN_VALUE, ModelVersions.NONE);
    }

    static WindowAccumulator restored(
            List<ColumnSummary> columns, long rows, long earliestMillis, long latestMillis, ModelVersions versions) {
        return new WindowAccumulator(columns, rows, earliestMillis, latestMillis, versions);
    }

    /**
     * Counts one prediction.
     *
     * @param eventTimeMillis its event time, milliseconds since 1970-01-01T00:00:00Z
     * @param row the profile's features in their order, then the score; NaN where missing; not kept
     * @param modelVersion version of the model that made it
     * @param comparable whether that is the profile's model: scores of others are distributed otherwise without any drift,
     *     and do not count
     */
    public void add(long eventTimeMillis, double[] row, String modelVersion, boolean comparable) {
        int counted = comparable ? row.length : row.length - 1;
        for (int i = 0; i < counted; i++) {
            columns.get(i).add(row[i]);
        }
        rows++;
        earliestMillis = Math.min(earliestMillis, eventTimeMillis);
        latestMillis = Math.max(latestMillis, eventTimeMillis);
        versions = versions.and(ModelVersions.of(modelVersion));
    }

    /** Adds what the other one counted, which is not changed. Both must be over the same profile. */
    public void merge(WindowAccumulator other) {
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).merge(other.columns.get(i));
        }
        rows += other.rows;
        earliestMillis = Math.min(earliestMillis, other.earliestMillis);
        latestMillis = Math.max(latestMillis, other.latestMillis);
        versions = versions.and(other.versions);
    }

    /** How many predictions were counted. */
    public long rows() {
        return rows;
    }

    /** Smallest event time counted; {@link Long#MAX_VALUE} if there is none. */
    public long earliestMillis() {
        return earliestMillis;
    }

    /** Largest event time counted; {@link Long#MIN_VALUE} if there is none. */
    public long latestMillis() {
        return latestMillis;
    }

    /** The version of all predictions counted; null if there are none or of several versions. */
    public @Nullable String modelVersion() {
        return versions.only();
    }

    ModelVersions versions() {
        return versions;
    }

    /** In the order of {@link ReferenceProfile#columns()}; live, not a copy. */
    public List<ColumnSummary> columns() {
        return columns;
    }
}
