/**
 * Windows over keyed history: pure arithmetic on an append-only aggregation tree, kept in a {@link
 * io.millrace.enrich.window.NodeStore} as one small head per key and immutable nodes. Knows nothing of Kafka; the bytes are
 * described in {@code docs/state-layout.md}.
 */
@NullMarked
package io.millrace.enrich.window;

import org.jspecify.annotations.NullMarked;
