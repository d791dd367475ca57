package io.millrace.app.topology;

import io.millrace.app.topology.ScoreOutcome.Scored;
import java.util.ArrayList;
import java.util.List;

/** Remembers what it is told. */
final class Heard implements ScoringListener {
    int hits;
    int misses;
    int unexplained;
    int outliers;
    int shadowed;
    int shadowsMissed;
    final List<String> replaced = new ArrayList<>();

    @Override
    public void scored(List<ScoreOutcome> batch) {}

    @Override
    public void replaced(String feature) {
        replaced.add(feature);
    }

    @Override
    public void shadowed(List<Scored> said, int missed) {
        shadowed += said.size();
        shadowsMissed += missed;
    }

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
    public void outlier() {
        outliers++;
    }

    @Override
    public void refused(String stage, String reason) {}
}
