/**
 * One event on its way through the stations: its record, where it came from, and the feature row that grows with it.
 */
@NullMarked
package io.millrace.enrich.event;

import org.jspecify.annotations.NullMarked;
