/**
 * The plan over files and lists instead of topics: the same contract and the same stations without a broker.
 */
@NullMarked
package io.millrace.enrich.replay;

import org.jspecify.annotations.NullMarked;
