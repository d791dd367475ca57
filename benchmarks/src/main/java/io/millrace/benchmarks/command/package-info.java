/**
 * The command {@code benchmarks/run}: one subcommand per benchmark.
 */
@NullMarked
package io.millrace.benchmarks.command;

import org.jspecify.annotations.NullMarked;
