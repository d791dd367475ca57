/**
 * What an event must be before it counts: the contract of the pipeline file, lateness, and ids seen before. Every event ends
 * as exactly one {@link io.millrace.enrich.contract.Verdict}.
 */
@NullMarked
package io.millrace.enrich.contract;

import org.jspecify.annotations.NullMarked;
