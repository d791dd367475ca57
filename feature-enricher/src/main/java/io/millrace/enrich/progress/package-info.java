/**
 * How far event time has come where events of several senders meet, and what waits for it. A <i>sender</i> is a task of the
 * stage before; its <i>watermark</i> says that what it sends from now on happened then or later, as far as its own input is in
 * order. Plain Java: what travels, and where it is kept, is the topology's.
 */
@NullMarked
package io.millrace.enrich.progress;

import org.jspecify.annotations.NullMarked;
