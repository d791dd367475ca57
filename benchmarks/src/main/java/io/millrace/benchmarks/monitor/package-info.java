/** What watching predictions costs beside making them, in the same process, and how large what is kept of them is. */
@NullMarked
package io.millrace.benchmarks.monitor;

import org.jspecify.annotations.NullMarked;
