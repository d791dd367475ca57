/**
 * The rollout log of a pipeline in Kafka, the bytes of its models beside it, and how commands and instances agree over it on what changes, and from
 * which event time on.
 */
@NullMarked
package io.millrace.app.journal;

import org.jspecify.annotations.NullMarked;
