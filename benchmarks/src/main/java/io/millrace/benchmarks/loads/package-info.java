/** Whether models that are loaded and given up again leave anything behind. */
@NullMarked
package io.millrace.benchmarks.loads;

import org.jspecify.annotations.NullMarked;
