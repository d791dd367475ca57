/**
 * Reads and writes Confluent's wire format: a zero byte, the schema's id as a big-endian 32-bit integer, then the Avro
 * binary encoding of one record. Reading judges bytes that anybody may have written: it yields a {@link
 * io.millrace.schemas.wire.Decoded} for every input, never more memory than the input's size accounts for, and throws
 * only for what is not the record's fault.
 */
@NullMarked
package io.millrace.schemas.wire;

import org.jspecify.annotations.NullMarked;
