/**
 * An instance's part in rollouts: it follows the log, has the versions at hand that the log gives work, answers how far it has scored when a change
 * is decided, and knows which version scores which event.
 */
@NullMarked
package io.millrace.app.fleet;

import org.jspecify.annotations.NullMarked;
