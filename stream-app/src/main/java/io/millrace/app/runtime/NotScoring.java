package io.millrace.app.runtime;

import io.millrace.app.query.Residence;
import io.millrace.enrich.plan.Station;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an instance without the scoring role says of state: it has none, and does not hear who has. */
final class NotScoring implements Residence {
    @Override
    public @Nullable String address() {
        return null;
    }

    @Override
    public List<Integer> partitions(Station station, byte[] key) {
        return List.of(0);
    }

    @Override
    public Place place(Station station, int partition, byte[] key) {
        return new Unknown("this instance scores no events, and so keeps no features; ask one that does");
    }
}
