/**
 * Which version of a model scores which event, and how that changes: a fold over the entries of the rollout log. Plain Java: everybody who
 * has read the same entries knows the same, whether it is an instance, a command or a replay.
 */
@NullMarked
package io.millrace.app.rollout;

import org.jspecify.annotations.NullMarked;
