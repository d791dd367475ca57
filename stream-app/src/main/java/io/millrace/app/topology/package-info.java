/**
 * What happens to an event on its way to a prediction, as a picture ({@link io.millrace.app.topology.ScoringTopology})
 * and the steps in it which the feature side does not know: scoring, and the encoding of predictions and dead letters.
 */
@NullMarked
package io.millrace.app.topology;

import org.jspecify.annotations.NullMarked;
