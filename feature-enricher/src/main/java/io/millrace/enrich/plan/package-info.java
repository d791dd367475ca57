/**
 * From definitions to a plan: every feature type-checked and given its column, every key given its station, every mistake
 * reported at once.
 */
@NullMarked
package io.millrace.enrich.plan;

import org.jspecify.annotations.NullMarked;
