package io.millrace.app.optimise;

import io.millrace.app.model.InvalidModelException;
import io.millrace.app.model.ModelFailedException;
import io.millrace.app.model.ModelMeasure;
import io.millrace.app.model.ScoreOutput;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Times forms of one model by turns, so that whatever else the machine does meets all alike. A ratio is the median of those within each
 * round.
 */
public final class Comparison {
    private static final int ROUNDS = 9;
    private static final double ROUND_MICROS = 50_000;
    private static final int WARM_UP_CALLS = 50;

    private final Map<Form, ModelFolder> forms;
    private final ScoreOutput output;
    private final int rows;

    /**
     * What is known of one.
     *
     * @param microsPerRow the median of the rounds
     * @param speed how many times as quick as the given one
     * @param largestDifference of a score from its golden one
     */
    public record Result(double microsPerRow, double speed, double largestDifference) {}

    /** One that takes its turns. */
    private static final class Contender implements AutoCloseable {
        private final ModelMeasure measure;
        private final int calls;
        private final double[] micros = new double[ROUNDS];

        Contender(ModelMeasure measure, int rows) throws ModelFailedException {
            this.measure = measure;
            this.calls = (int) Math.max(1, ROUND_MICROS / measure.microsPerRow(WARM_UP_CALLS) / rows);
        }

        void run(int round) throws ModelFailedException {
            micros[round] = measure.microsPerRow(calls);
        }

        Result result(Contender given) throws ModelFailedException {
            double[] speeds = IntStream.range(0, ROUNDS)
                    .mapToDouble(round -> given.micros[round] / micros[round])
                    .toArray();
            return new Result(median(micros), median(speeds), measure.largestDifference());
        }

        @Override
        public void close() {
            measure.close();
        }
    }

    /**
     * Forms to be compared.
     *
     * @param forms the given one among them
     * @param output which number of the answer is the score
     * @param rows of each call, 1 or more
     */
    public Comparison(Map<Form, ModelFolder> forms, ScoreOutput output, int rows) {
        this.forms = new EnumMap<>(forms);
        this.output = output;
        this.rows = rows;
    }

    /** Runs for a few seconds. */
    public Map<Form, Result> run() throws InvalidModelException, ModelFailedException {
        var contenders = new EnumMap<Form, Contender>(Form.class);
        try {
            for (var form : forms.entrySet()) {
                contenders.put(form.getKey(), contender(form.getValue()));
            }
            for (int round = 0; round < ROUNDS; round++) {
                for (var contender : contenders.values()) {
                    contender.run(round);
                }
            }
            var given = Objects.requireNonNull(contenders.get(Form.GIVEN));
            var results = new EnumMap<Form, Result>(Form.class);
            for (var contender : contenders.entrySet()) {
                results.put(contender.getKey(), contender.getValue().result(given));
            }
            return results;
        } finally {
            contenders.values().forEach(Contender::close);
        }
    }

    private Contender contender(ModelFolder model) throws InvalidModelException, ModelFailedException {
        return new Contender(ModelMeasure.open(model.folder(), model.manifest(), output, rows), rows);
    }

    private static double median(double[] odd) {
        return Arrays.stream(odd).sorted().skip(odd.length / 2).findFirst().orElseThrow();
    }
}
