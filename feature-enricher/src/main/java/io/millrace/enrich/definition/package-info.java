/**
 * What a pipeline file says about its events, references and features, as plain values: not yet checked against any schema.
 * {@link io.millrace.enrich.plan.FeaturePlan} checks them.
 */
@NullMarked
package io.millrace.enrich.definition;

import org.jspecify.annotations.NullMarked;
