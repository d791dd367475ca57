/**
 * Whether the predictions that were made are those that the events, the rollout log and the models' bytes lead to: a replay by the versions
 * that were live at each event's time, and the comparison of what it says with what was said. The comparison knows nothing of Kafka.
 */
@NullMarked
package io.millrace.app.audit;

import org.jspecify.annotations.NullMarked;
