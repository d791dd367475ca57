/**
 * The demo: simulated events through every shipped pipeline on a broker of its own, watched by a reader that shares no
 * code with what it checks.
 */
@NullMarked
package io.millrace.sandbox.demo;

import org.jspecify.annotations.NullMarked;
