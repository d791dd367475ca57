/**
 * Files of events and of results: CSV and JSON Lines, plain or gzipped, Avro containers and Parquet, told apart by their
 * extension. What a replay reads and writes. Nothing here knows Kafka or a pipeline; the Avro schema of a row is all there is
 * to know.
 */
@NullMarked
package io.millrace.app.files;

import org.jspecify.annotations.NullMarked;
