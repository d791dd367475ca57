package io.millrace.enrich.reference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.enrich.state.InMemoryOrderedStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReferenceVersionsTest {
    private final InMemoryOrderedStore store = new InMemoryOrderedStore();
    private final ReferenceVersions versions = new ReferenceVersions(store);

    private void put(String key, long since, @Nullable String payload) {
        versions.put(key.getBytes(UTF_8), since, payload == null ? null : payload.getBytes(UTF_8));
    }

    private @Nullable String at(String key, long time) {
        byte[] payload = versions.at(key.getBytes(UTF_8), time);
        return payload == null ? null : new String(payload, UTF_8);
    }

    private int stored() {
        int stored = 0;
        try (var entries = store.ascending(new byte[0], new byte[] {2})) {
            for (; entries.hasNext(); entries.next()) {
                stored++;
            }
        }
        return stored;
    }

    @Test
    void holdsFromItsTimeOnAndNotAMillisecondBefore() {
        put("c1", 100, "first");
        put("c1", 200, "second");

        assertThat(at("c1", 99)).isNull();
        assertThat(at("c1", 100)).isEqualTo("first");
        assertThat(at("c1", 199)).isEqualTo("first");
        assertThat(at("c1", 200)).isEqualTo("second");
        assertThat(at("c1", Long.MAX_VALUE)).isEqualTo("second");
    }

    @Test
    void holdsUntilItIsRemoved() {
        put("c1", 100, "first");
        put("c1", 150, null);
        put("c1", 200, "second");

        assertThat(at("c1", 149)).isEqualTo("first");
        assertThat(at("c1", 150)).isNull();
        assertThat(at("c1", 199)).isNull();
        assertThat(at("c1", 200)).isEqualTo("second");
    }

    @Test
    void takesTheLaterOfTwoForTheSameTime() {
        put("c1", 100, "first");
        put("c1", 100, "second");
        assertThat(at("c1", 100)).isEqualTo("second");

        put("c1", 100, null);
        assertThat(at("c1", 100)).isNull();

        put("c1", 100, "third");
        versions.forget(1_000);
        assertThat(at("c1", 1_000)).isEqualTo("third");
    }

    @Test
    void keepsKeysApartThatBeginAlike() {
        put("a", 100, "a");
        put("ab", 50, "ab");
        put("a\0\0\0\0", 60, "a0");
        put("", 70, "none");

        assertThat(at("a", 99)).isNull();
        assertThat(at("a", 100)).isEqualTo("a");
        assertThat(at("ab", 1_000)).isEqualTo("ab");
        assertThat(at("a\0\0\0\0", 1_000)).isEqualTo("a0");
        assertThat(at("", 1_000)).isEqualTo("none");
    }

    @Test
    void keepsAnEmptyPayloadApartFromARemoval() {
        put("c1", 100, "");

        assertThat(at("c1", 100)).isEmpty();
    }

    @Test
    void forgetsWhatCeasedToHoldAndKeepsWhatHolds() {
        put("c1", 100, "first");
        put("c1", 200, "second");
        put("c2", 10, "old but still valid");

        versions.forget(199);
        assertThat(at("c1", 199)).isEqualTo("first");

        versions.forget(200);
        assertThat(at("c1", 199)).isNull();
        assertThat(at("c1", 200)).isEqualTo("second");
        assertThat(at("c2", 200)).isEqualTo("old but still valid");
        assertThat(stored()).isEqualTo(2);
    }

    @Test
    void forgetsARemovedKeyWholly() {
        put("c1", 100, "first");
        put("c1", 200, null);

        versions.forget(200);

        assertThat(stored()).isZero();
    }

    @Test
    void forgetsABacklogBitByBit() {
        for (int i = 0; i <= ReferenceVersions.MOST_FORGOTTEN + 5; i++) {
            put("c1", i, "v");
        }
        int before = stored();

        versions.forget(10_000);
        assertThat(stored()).isEqualTo(before - 2 * ReferenceVersions.MOST_FORGOTTEN);
        assertThat(at("c1", 0)).as("the earliest goes first").isNull();

        versions.forget(10_000);
        assertThat(stored()).isOne();
    }

    @Test
    void answersLikeAListOfAllRecordsHoweverTheyCome() {
        var random = new Random(7);
        Map<String, TreeMap<Long, Optional<String>>> all = new HashMap<>();
        long forgotten = 0;
        for (int i = 0; i < 5_000; i++) {
            String key = "c" + random.nextInt(12);
            // in disorder, but none from before what was forgotten
            long since = forgotten + random.nextInt(400);
            String payload = random.nextInt(6) == 0 ? null : "v" + i;
            put(key, since, payload);
            all.computeIfAbsent(key, first -> new TreeMap<>()).put(since, Optional.ofNullable(payload));
            if (random.nextInt(20) == 0) {
                forgotten += random.nextInt(50);
                versions.forget(forgotten);
            }
            String asked = "c" + random.nextInt(12);
            long time = forgotten + random.nextInt(500);
            var expected = all.getOrDefault(asked, new TreeMap<>()).floorEntry(time);
            assertThat(at(asked, time))
                    .as("%s at %d after %d", asked, time, i)
                    .isEqualTo(expected == null ? null : expected.getValue().orElse(null));
        }
        assertThat(forgotten).isGreaterThan(3_000);
        assertThat(stored()).as("of 5000, the rest was forgotten").isLessThan(1_200);
    }
}
