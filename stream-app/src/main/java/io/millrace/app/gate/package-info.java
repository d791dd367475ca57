/**
 * The gate: what a model must pass before it may score anything. A file is first looked at without running it, digest,
 * signature, and its protobuf byte by byte, and is then loaded and run in a process of its own that may crash, hang or ask
 * for too much memory without harm. Nothing here keeps anything open, and whatever cannot be shown to be right is refused.
 */
@NullMarked
package io.millrace.app.gate;

import org.jspecify.annotations.NullMarked;
