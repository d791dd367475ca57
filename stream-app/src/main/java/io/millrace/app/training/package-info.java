/**
 * From drift to the next candidate: requests for a model are told to whoever wants to hear of them, and a pipeline's own script makes a
 * model from features that a replay has written.
 */
@NullMarked
package io.millrace.app.training;

import org.jspecify.annotations.NullMarked;
