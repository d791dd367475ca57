/**
 * Watches versions that are tried beside the champion: guard rails in every instance that scores, and one judge among the monitors who reads what
 * was predicted and what became of it. Both order what they find by the rollout log, with their evidence.
 */
@NullMarked
package io.millrace.app.judge;

import org.jspecify.annotations.NullMarked;
