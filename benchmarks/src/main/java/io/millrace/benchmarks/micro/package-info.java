/**
 * JMH benchmarks of single operations, with what they allocate: for regressions.
 */
@NullMarked
package io.millrace.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
