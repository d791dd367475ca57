/** How soon drift is found, and how often it is found where there is none, by settings of the monitor. */
@NullMarked
package io.millrace.benchmarks.drift;

import org.jspecify.annotations.NullMarked;
