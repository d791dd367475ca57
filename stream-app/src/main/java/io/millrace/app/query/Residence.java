package io.millrace.app.query;

import io.millrace.enrich.plan.Station;
import io.millrace.enrich.plan.StationHistory;
import io.millrace.enrich.window.NodeReader;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where the state of keys is just now. Called from HTTP threads. */
public interface Residence {
    /** {@code host:port} under which other instances find this one; null if they are not told. */
    @Nullable
    String address();

    /** The partitions in which a key of a station can have history, the likeliest first; none while that is not known. */
    List<Integer> partitions(Station station, byte[] key);

    /** Where a station's state of a partition is. The key is one that is looked for there. */
    Place place(Station station, int partition, byte[] key);

    /** Where state is. */
    sealed interface Place {}

    /**
     * On this instance.
     *
     * @param stores of the station; reading them throws {@link StateMovedException} once they are no longer here
     */
    record Here(Function<StationHistory, NodeReader> stores) implements Place {}

    /**
     * On another instance.
     *
     * @param address {@code host:port} of its HTTP server
     */
    record Elsewhere(String address) implements Place {}

    /**
     * Not on this instance, and no other one says that it is there.
     *
     * @param why for people
     */
    record Unknown(String why) implements Place {}

    /**
     * For now nobody can read it.
     *
     * @param why for people
     */
    record Unavailable(String why) implements Place {}

    /** State that was here has been taken away while it was read. */
    final class StateMovedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public StateMovedException(String why, Throwable cause) {
            super(why, cause);
        }
    }
}
