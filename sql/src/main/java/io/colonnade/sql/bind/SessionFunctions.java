package io.colonnade.sql.bind;

import static io.colonnade.sql.bind.Parameter.BOOLEAN;
import static io.colonnade.sql.bind.Parameter.TEXT;
import static io.colonnade.sql.bind.Signature.of;

import io.colonnade.type.SqlType;

import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlIdentifier;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/**
 * Functions whose value is known when the statement is bound: the clock, the user, settings. They
 * become constants; {@link #VOLATILE} names those that make a result worthless for a later
 * statement. Stateless.
 */
final class SessionFunctions {
    /** PostgreSQL's version that clients look for, as Redshift answers it. */
    static final String VERSION =
            "PostgreSQL 8.0.2 on x86_64-pc-linux-gnu, compiled by Colonnade, Redshift 1.0.0";

    static final Set<String> VOLATILE =
            Set.of(
                    "now",
                    "getdate",
                    "sysdate",
                    "current_date",
                    "current_time",
                    "current_timestamp",
                    "localtime",
                    "localtimestamp",
                    "timeofday",
                    "statement_timestamp",
                    "transaction_timestamp",
                    "clock_timestamp",
                    "random",
                    "rand",
                    "txid_current",
                    "pg_backend_pid",
                    "set_config",
                    "current_setting");

    /** Functions that are called without parentheses. */
    static final Set<String> WITHOUT_PARENTHESES =
            Set.of(
                    "current_date",
                    "current_time",
                    "current_timestamp",
                    "localtime",
                    "localtimestamp",
                    "sysdate",
                    "current_user",
                    "session_user",
                    "user",
                    "current_role",
                    "current_catalog",
                    "current_schema",
                    "current_user_id");

    private static final long DAY = 86_400_000_000L;

    private SessionFunctions() {}

    /** Is the name a call of a function without parentheses? */
    static boolean isCall(SqlIdentifier name) {
        return name.isSimple()
                && !name.isComponentQuoted(0)
                && WITHOUT_PARENTHESES.contains(name.getSimple());
    }

    static void register(FunctionRegistry registry) {
        clock(registry);
        texts(registry, "current_user session_user user current_role", BindContext::user);
        texts(registry, "current_database current_catalog", BindContext::database);
        registry.add(
                "current_schema",
                of().returns(TypeRule.nullable(SqlType.VARCHAR))
                        .as(call -> call.text(call.context().currentSchema())));
        texts(registry, "version", context -> VERSION);
        registry.add(
                "current_schemas",
                of(BOOLEAN)
                        .returns(TypeRule.notNull(SqlType.VARCHAR))
                        .as(call -> call.text(schemas(call))));
        registry.add(
                "pg_backend_pid",
                of().returns(SqlType.INTEGER)
                        .as(call -> Constants.integer(call.builder(), call.context().backendId())));
        registry.add(
                "txid_current",
                of().returns(SqlType.BIGINT)
                        .as(call -> Constants.bigint(call.builder(), call.context().nowMicros())));
        registry.add(
                "current_setting",
                of(TEXT, BOOLEAN)
                        .optional(1)
                        .returns(TypeRule.nullable(SqlType.VARCHAR))
                        .as(call -> call.text(setting(call))));
        registry.add(
                "set_config",
                of(TEXT, TEXT, BOOLEAN)
                        .returns(TypeRule.nullable(SqlType.VARCHAR))
                        .as(call -> call.operand(1)));
    }

    private static void texts(
            FunctionRegistry registry, String names, Function<BindContext, String> value) {
        registry.add(names, of().as(call -> call.text(value.apply(call.context()))));
    }

    private static String schemas(Signature.Call call) {
        List<String> path = call.context().searchPath();
        boolean withSystem = ((RexLiteral) call.operand(0)).getValueAs(Boolean.class);
        String listed = String.join(",", path);
        return withSystem && !path.contains(BindContext.SYSTEM_SCHEMA)
                ? "{" + BindContext.SYSTEM_SCHEMA + (path.isEmpty() ? "" : ",") + listed + "}"
                : "{" + listed + "}";
    }

    private static String setting(Signature.Call call) {
        return call.operand(0) instanceof RexLiteral name
                ? call.context()
                        .settings()
                        .get(name.getValueAs(String.class).toLowerCase(Locale.ROOT))
                : null;
    }

    private static void clock(FunctionRegistry registry) {
        instants(
                registry,
                "now current_timestamp statement_timestamp transaction_timestamp clock_timestamp");
        registry.add(
                "getdate sysdate localtimestamp",
                of().returns(SqlType.TIMESTAMP).as(SessionFunctions::local));
        registry.add(
                "current_date",
                of().returns(SqlType.DATE)
                        .as(
                                call ->
                                        Constants.date(
                                                call.builder(),
                                                Math.floorDiv(localMicros(call), DAY))));
        registry.add(
                "localtime current_time",
                of().returns(SqlType.TIME)
                        .as(
                                call ->
                                        Constants.time(
                                                call.builder(),
                                                Math.floorMod(localMicros(call), DAY))));
        registry.add(
                "timeofday",
                of().as(
                                call ->
                                        call.text(
                                                ZonedDateTime.ofInstant(
                                                                instant(call),
                                                                call.context().zone())
                                                        .toString())));
    }

    private static void instants(FunctionRegistry registry, String names) {
        registry.add(
                names,
                of().returns(SqlType.TIMESTAMPTZ)
                        .as(call -> Constants.instant(call.builder(), call.context().nowMicros())));
    }

    private static RexNode local(Signature.Call call) {
        return Constants.timestamp(call.builder(), localMicros(call));
    }

    private static Instant instant(Signature.Call call) {
        long micros = call.context().nowMicros();
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
    }

    /** The clock's reading in the session's zone, microseconds since 1970-01-01. */
    private static long localMicros(Signature.Call call) {
        ZoneOffset offset = call.context().zone().getRules().getOffset(instant(call));
        return call.context().nowMicros() + offset.getTotalSeconds() * 1_000_000L;
    }
}
