/**
 * The schema registry as Millrace needs it: schemas by id, and registration that says everything that is incompatible.
 * Faults of the schema are checked exceptions; an unreachable registry is an unchecked one, because it says nothing about
 * the record at hand.
 */
@NullMarked
package io.millrace.schemas.registry;

import org.jspecify.annotations.NullMarked;
