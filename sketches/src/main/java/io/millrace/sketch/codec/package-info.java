/**
 * Compact bytes: variable-length integers and shortened doubles, written and read by hand so that what is stored and what
 * travels between stations is documented to the byte and owes nothing to a serialisation library.
 */
@NullMarked
package io.millrace.sketch.codec;

import org.jspecify.annotations.NullMarked;
