package io.millrace.enrich.expression;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * The functions of time that expressions have beside CEL's own: {@code hour(time)} and {@code hour(time, 'Europe/Brussels')}.
 * Without a zone they read UTC.
 */
enum DateFunctions {
    /** 0 to 23. */
    HOUR(ZonedDateTime::getHour),
    /** 1 for Monday to 7 for Sunday. */
    DAY_OF_WEEK(time -> time.getDayOfWeek().getValue()),
    /** 1 to 31. */
    DAY_OF_MONTH(ZonedDateTime::getDayOfMonth),
    /** 1 to 366. */
    DAY_OF_YEAR(ZonedDateTime::getDayOfYear),
    /** 1 to 12. */
    MONTH(ZonedDateTime::getMonthValue);

    @SuppressWarnings("ImmutableEnumChecker") // method references and a lambda without state
    private final ToLongFunction<ZonedDateTime> of;

    DateFunctions(ToLongFunction<ZonedDateTime> of) {
        this.of = of;
    }

    static List<CelFunctionDecl> declarations() {
        return Arrays.stream(values())
                .map(function -> CelFunctionDecl.newFunctionDeclaration(
                        function.word(),
                        CelOverloadDecl.newGlobalOverload(function.utc(), SimpleType.INT, SimpleType.TIMESTAMP),
                        CelOverloadDecl.newGlobalOverload(
                                function.zoned(), SimpleType.INT, SimpleType.TIMESTAMP, SimpleType.STRING)))
                .toList();
    }

    static List<CelFunctionBinding> bindings() {
        return Arrays.stream(values())
                .flatMap(function -> List.of(
                        CelFunctionBinding.from(
                                function.utc(), Instant.class, time -> function.in(time, ZoneOffset.UTC)),
                        CelFunctionBinding.from(
                                function.zoned(),
                                Instant.class,
                                String.class,
                                (time, zone) -> function.in(time, ZoneId.of(zone))))
                        .stream())
                .toList();
    }

    /** Whether a function of that name takes a zone as its second argument. */
    static boolean takesZone(String name) {
        return Arrays.stream(values()).anyMatch(function -> function.word().equals(name));
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    private String utc() {
        return word() + "_of_timestamp";
    }

    private String zoned() {
        return utc() + "_in_zone";
    }

    private Object in(Instant time, ZoneId zone) {
        return of.applyAsLong(time.atZone(zone));
    }
}
