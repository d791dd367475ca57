/**
 * The reference that drift is measured against: a small summary of the rows a model was trained on, kept as JSON beside
 * the model, so that no training row is needed to watch it.
 */
@NullMarked
package io.millrace.drift.profile;

import org.jspecify.annotations.NullMarked;
