/**
 * Why a score is what it is: what each feature adds to it. Of models that are trees these are exact Shapley values, computed from
 * the trees in the model's file; of all others, what the score loses when one feature is an ordinary one. Nothing here changes
 * a score.
 */
@NullMarked
package io.millrace.app.explain;

import org.jspecify.annotations.NullMarked;
