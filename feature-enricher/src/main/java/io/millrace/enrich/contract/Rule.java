package io.millrace.enrich.contract;

import io.millrace.enrich.expression.Expression;

/**
 * A condition that every event must meet.
 *
 * @param source the condition as written, for the dead letter
 */
public record Rule(String name, String source, Expression condition) {}
