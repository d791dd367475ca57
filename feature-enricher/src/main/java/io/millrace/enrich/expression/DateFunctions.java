package io.millrace.enrich.expression;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import io.millrace.enrich.expression.Part.Time;
import io.millrace.enrich.expression.Part.Whole;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongUnaryOperator;

/**
 * The functions of time that expressions have beside CEL's own: {@code hour(time)} and {@code hour(time, 'Europe/Brussels')}.
 * Without a zone they read UTC.
 */
enum DateFunctions {
    /** 0 to 23. */
    HOUR(second -> Math.floorMod(second, Seconds.PER_DAY) / Seconds.PER_HOUR),
    /** 1 for Monday to 7 for Sunday. */
    DAY_OF_WEEK(second -> date(second).getDayOfWeek().getValue()),
    /** 1 to 31. */
    DAY_OF_MONTH(second -> date(second).getDayOfMonth()),
    /** 1 to 366. */
    DAY_OF_YEAR(second -> date(second).getDayOfYear()),
    /** 1 to 12. */
    MONTH(second -> date(second).getMonthValue());

    @SuppressWarnings("ImmutableEnumChecker") // lambdas without state
    private final LongUnaryOperator of;

    /** @param of a clock on the wall, in seconds since 1970 began there */
    DateFunctions(LongUnaryOperator of) {
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
                                function.utc(), Instant.class, time -> function.at(time, ZoneOffset.UTC)),
                        CelFunctionBinding.from(
                                function.zoned(),
                                Instant.class,
                                String.class,
                                (time, zone) -> function.at(time, ZoneId.of(zone))))
                        .stream())
                .toList();
    }

    /** Whether a function of that name takes a zone as its second argument. */
    static boolean takesZone(String name) {
        return named(name).isPresent();
    }

    static Optional<DateFunctions> named(String name) {
        return Arrays.stream(values())
                .filter(function -> function.word().equals(name))
                .findFirst();
    }

    /** Of a time, as clocks of a zone show it. */
    Whole of(Time time, ZoneRules zone) {
        return reading -> at(time.second(reading), zone);
    }

    private long at(long second, ZoneRules zone) {
        return of.applyAsLong(
                second + zone.getOffset(Instant.ofEpochSecond(second)).getTotalSeconds());
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

    private Object at(Instant time, ZoneId zone) {
        return at(time.getEpochSecond(), zone.getRules());
    }

    private static LocalDate date(long second) {
        return LocalDate.ofEpochDay(Math.floorDiv(second, Seconds.PER_DAY));
    }

    /** An enum's own constants are not there yet when its values are made. */
    private static final class Seconds {
        private static final long PER_HOUR = 3_600;
        private static final long PER_DAY = 24 * PER_HOUR;
    }
}
