package io.millrace.app.topology;

import java.util.List;

/** Remembers what it is told of the cache. */
final class Heard implements ScoringListener {
    int hits;
    int misses;
    int unexplained;

    @Override
    public void scored(List<ScoreOutcome> batch) {}

    @Override
    public void replaced(String feature) {}

    @Override
    public void cached(int known, int unknown) {
        hits += known;
        misses += unknown;
    }

    @Override
    public void unexplained() {
        unexplained++;
    }

    @Override
    public void refused(String stage, String reason) {}
}
