/**
 * What an event must be before it counts: the contract of the pipeline file, lateness, ids seen before, and how many a key may have. Every event ends
 * as exactly one {@link io.millrace.enrich.contract.Verdict}.
 */
@NullMarked
package io.millrace.enrich.contract;

import org.jspecify.annotations.NullMarked;
