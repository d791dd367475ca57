/** A schema registry that answers the Confluent API over HTTP and forgets everything when it is closed. */
@NullMarked
package io.millrace.sandbox.registry;

import org.jspecify.annotations.NullMarked;
