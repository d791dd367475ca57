package io.millrace.app.topology;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Scores that rows had, by the model's digest and the exact row: values are the same if their bits are, every NaN being one. Bounded; the
 * rows that are asked for least go first. Thread-safe.
 */
public final class ScoreCache {
    private final Cache<Key, Double> scores;

    /** Arrays are not changed once they are in a key. */
    @SuppressWarnings("ArrayRecordComponent") // compared here
    private record Key(
            String digest, double[] numbers, @Nullable String[] texts) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key
                    && Arrays.equals(numbers, key.numbers)
                    && Arrays.equals(texts, key.texts)
                    && digest.equals(key.digest);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * digest.hashCode() + Arrays.hashCode(numbers)) + Arrays.hashCode(texts);
        }
    }

    /** @param rows most that are remembered, 1 or more */
    public ScoreCache(long rows) {
        if (rows < 1) {
            throw new IllegalArgumentException("at least 1 row, not " + rows);
        }
        this.scores = Caffeine.newBuilder().maximumSize(rows).build();
    }

    /** What a model said of a row; null if that is not known any more. */
    @Nullable
    Double find(String digest, double[] numbers, @Nullable String[] texts) {
        return scores.getIfPresent(new Key(digest, numbers, texts));
    }

    /** Neither array may change any more. */
    void remember(String digest, double[] numbers, @Nullable String[] texts, double score) {
        scores.put(new Key(digest, numbers, texts), score);
    }

    /** How many are remembered. */
    long size() {
        scores.cleanUp();
        return scores.estimatedSize();
    }
}
