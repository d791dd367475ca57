package io.millrace.enrich.expression;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** The functions that expressions have beside CEL's own. All read UTC. */
final class DateFunctions {
    private static final String HOUR = "hour_of_timestamp";
    private static final String DAY_OF_WEEK = "day_of_week_of_timestamp";

    private DateFunctions() {}

    /** {@code hour(timestamp)}: 0 to 23. {@code day_of_week(timestamp)}: 1 for Monday to 7 for Sunday. */
    static List<CelFunctionDecl> declarations() {
        return List.of(
                CelFunctionDecl.newFunctionDeclaration(
                        "hour", CelOverloadDecl.newGlobalOverload(HOUR, SimpleType.INT, SimpleType.TIMESTAMP)),
                CelFunctionDecl.newFunctionDeclaration(
                        "day_of_week",
                        CelOverloadDecl.newGlobalOverload(DAY_OF_WEEK, SimpleType.INT, SimpleType.TIMESTAMP)));
    }

    static List<CelFunctionBinding> bindings() {
        return List.of(
                CelFunctionBinding.from(HOUR, Instant.class, DateFunctions::hour),
                CelFunctionBinding.from(DAY_OF_WEEK, Instant.class, DateFunctions::dayOfWeek));
    }

    private static Object hour(Instant time) {
        return (long) time.atOffset(ZoneOffset.UTC).getHour();
    }

    private static Object dayOfWeek(Instant time) {
        return (long) time.atOffset(ZoneOffset.UTC).getDayOfWeek().getValue();
    }
}
