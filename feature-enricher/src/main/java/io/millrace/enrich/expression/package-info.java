/**
 * CEL expressions over the fields of an event and of its references: type-checked against the Avro schemas once, evaluated
 * for every record afterwards. A plain field name is read directly, without CEL.
 */
@NullMarked
package io.millrace.enrich.expression;

import org.jspecify.annotations.NullMarked;
