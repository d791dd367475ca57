/**
 * What state other than feature histories needs of a store: bytes in the order of their keys.
 */
@NullMarked
package io.millrace.enrich.state;

import org.jspecify.annotations.NullMarked;
