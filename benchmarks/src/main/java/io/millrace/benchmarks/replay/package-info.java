/**
 * Replay against pandas: two commands, each as a whole process, that must write the same features.
 */
@NullMarked
package io.millrace.benchmarks.replay;

import org.jspecify.annotations.NullMarked;
