/**
 * What a live cluster holds, for a replay: a topic as it is when the replay begins, read once from beginning to end, without a
 * consumer group and without leaving a trace. Values are read by the decoder of the running pipeline.
 */
@NullMarked
package io.millrace.app.topics;

import org.jspecify.annotations.NullMarked;
