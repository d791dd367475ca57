package io.millrace.app.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Says what every feature adds to scores. Confined to one thread. */
interface Contributions {
    /**
     * What the features add to the scores of some rows.
     *
     * @param late asked now and then; once it is true no more is done
     * @return for every row one number per feature, in the order of the row: 0 where it adds nothing or that cannot be told; null
     *     for a row of which nothing could be found out
     */
    List<double @Nullable []> of(List<ScoredRow> rows, BooleanSupplier late);

    /** Needs nothing but a row's numbers to tell. */
    interface RowByRow extends Contributions {
        /** What each value of a row adds. */
        double[] of(double[] numbers);

        @Override
        default List<double @Nullable []> of(List<ScoredRow> rows, BooleanSupplier late) {
            var all = new ArrayList<double @Nullable []>(rows.size());
            for (var each : rows) {
                all.add(late.getAsBoolean() ? null : of(each.numbers()));
            }
            return all;
        }
    }
}
