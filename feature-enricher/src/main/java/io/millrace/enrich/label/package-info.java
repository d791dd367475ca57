/**
 * What became of events: outcomes are checked, and meet their event by its id, whichever comes first. Pure; what is remembered is
 * handed in.
 */
@NullMarked
package io.millrace.enrich.label;

import org.jspecify.annotations.NullMarked;
