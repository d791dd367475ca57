/** How state is kept as bytes: a frame that says by which version and settings it came about, and compact numbers in it. */
@NullMarked
package io.millrace.drift.bytes;

import org.jspecify.annotations.NullMarked;
