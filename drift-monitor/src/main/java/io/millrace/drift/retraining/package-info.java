/**
 * When drift is reason enough to train a model anew: alerts that stand at the same time become one request, with what the training set is to be
 * made of. Pure functions; where they are kept and written is the topology's.
 */
@NullMarked
package io.millrace.drift.retraining;

import org.jspecify.annotations.NullMarked;
