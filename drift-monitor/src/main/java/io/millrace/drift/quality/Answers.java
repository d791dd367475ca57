package io.millrace.drift.quality;

import io.millrace.sketch.codec.ByteReader;
import io.millrace.sketch.codec.ByteWriter;
import java.util.Map;

/** How often yes and no were right: exact counts. Not safe for use by several threads. */
final class Answers {
    private long truePositives;
    private long falsePositives;
    private long falseNegatives;
    private long trueNegatives;

    void add(boolean answer, boolean outcome) {
        if (answer) {
            truePositives += outcome ? 1 : 0;
            falsePositives += outcome ? 0 : 1;
        } else {
            falseNegatives += outcome ? 1 : 0;
            trueNegatives += outcome ? 0 : 1;
        }
    }

    void merge(Answers other) {
        truePositives += other.truePositives;
        falsePositives += other.falsePositives;
        falseNegatives += other.falseNegatives;
        trueNegatives += other.trueNegatives;
    }

    long positives() {
        return truePositives + falseNegatives;
    }

    long count() {
        return positives() + falsePositives + trueNegatives;
    }

    /** A share of nothing is unknown, where scikit-learn says 0. */
    void addTo(Map<Measure, Figure> measures) {
        measures.put(Measure.PRECISION, Figure.share(truePositives, truePositives + falsePositives));
        measures.put(Measure.RECALL, Figure.share(truePositives, positives()));
        measures.put(Measure.F1, Figure.share(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives));
        measures.put(Measure.ACCURACY, Figure.share(truePositives + trueNegatives, count()));
    }

    void write(ByteWriter out) {
        out.writeUnsigned(truePositives)
                .writeUnsigned(falsePositives)
                .writeUnsigned(falseNegatives)
                .writeUnsigned(trueNegatives);
    }

    void read(ByteReader in) {
        truePositives = Stored.count(in);
        falsePositives = Stored.count(in);
        falseNegatives = Stored.count(in);
        trueNegatives = Stored.count(in);
    }
}
