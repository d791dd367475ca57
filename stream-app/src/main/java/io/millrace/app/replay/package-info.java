/**
 * History through the pipeline without a broker: the same contract, features and model as live, files instead of topics.
 * Training sets and batch scores come from here.
 */
@NullMarked
package io.millrace.app.replay;

import org.jspecify.annotations.NullMarked;
