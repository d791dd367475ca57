package io.millrace.benchmarks.drift;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Texts of which the second is half, the third a third as frequent as the first, and so on. */
final class TextFeature {
    private final String name;
    private final List<String> texts;
    private final double[] upTo;

    TextFeature(String name, int texts) {
        this.name = name;
        this.texts = IntStream.range(0, texts).mapToObj(i -> name + "-" + i).toList();
        this.upTo = new double[texts];
        double sum = 0;
        for (int i = 0; i < texts; i++) {
            sum += 1.0 / (i + 1);
            upTo[i] = sum;
        }
    }

    String name() {
        return name;
    }

    String draw(Draws draws) {
        int found = Arrays.binarySearch(upTo, draws.uniform() * upTo[upTo.length - 1]);
        return texts.get(found < 0 ? -found - 1 : found + 1);
    }
}
