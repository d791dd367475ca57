/**
 * References as of a time: which record of a key held when an event happened. Plain Java over ordered bytes.
 */
@NullMarked
package io.millrace.enrich.reference;

import org.jspecify.annotations.NullMarked;
