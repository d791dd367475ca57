/**
 * Features of a key on request: from the stores of this instance, or from the instance that has them. Knows neither Kafka nor
 * the server that it is asked through.
 */
@NullMarked
package io.millrace.app.query;

import org.jspecify.annotations.NullMarked;
