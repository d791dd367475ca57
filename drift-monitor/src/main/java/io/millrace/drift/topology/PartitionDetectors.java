package io.millrace.drift.topology;

import io.millrace.drift.detect.Detector;
import io.millrace.drift.detect.DetectorCodec;
import io.millrace.drift.detect.Signal;
import io.millrace.drift.profile.FeatureProfile;
import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.drift.window.Observation;
import io.millrace.drift.window.Watch;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The detectors of one partition: each reads the values of its feature in the order of the partition, and is in the store before
 * they are committed. One that was stored by other settings begins anew. Confined to one task.
 */
final class PartitionDetectors {
    static final String STORE = "detectors";

    private final KeyValueStore<String, byte[]> store;
    private final List<Watching> all = new ArrayList<>();
    private boolean changed;

    /** @param column of the profile's numbers */
    private record Watching(Watch watch, int column, DetectorCodec codec, Detector detector) {}

    PartitionDetectors(KeyValueStore<String, byte[]> store, List<Watch> watches, ReferenceProfile profile) {
        this.store = store;
        var columns = profile.columns().stream().map(FeatureProfile::name).toList();
        for (var watch : watches) {
            var codec = new DetectorCodec(watch.settings());
            byte[] bytes = store.get(watch.name());
            var detector = bytes == null ? watch.begin() : codec.decode(bytes).orElseGet(watch::begin);
            all.add(new Watching(watch, columns.indexOf(watch.feature()), codec, detector));
        }
    }

    /** The watches whose values have changed, as of this row. Missing values are not read, nor scores of another model than the profile's. */
    List<Watch> read(Observation row) {
        var signalled = new ArrayList<Watch>();
        for (var watching : all) {
            double value = row.number(watching.column);
            boolean isScore = watching.column == row.numbers() - 1;
            if (watching.detector.accepts(value) && (row.comparable() || !isScore)) {
                changed = true;
                if (watching.detector.update(value) == Signal.DRIFT) {
                    signalled.add(watching.watch);
                }
            }
        }
        return signalled;
    }

    /** Puts them into the store, if they have read anything since. */
    void write() {
        if (changed) {
            all.forEach(watching -> store.put(watching.watch.name(), watching.codec.encode(watching.detector)));
            changed = false;
        }
    }
}
