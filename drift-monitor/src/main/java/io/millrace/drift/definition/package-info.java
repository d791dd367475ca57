/**
 * Drift as the libraries compute it that Millrace is compared with: how each cleans, bins and fills, which statistic it chooses, and when it
 * calls a column and a dataset drifted. A number means nothing without the name of its definition: the same rows have a Jensen-Shannon distance
 * of 0.16 by one and 0.20 by another.
 */
@NullMarked
package io.millrace.drift.definition;

import org.jspecify.annotations.NullMarked;
