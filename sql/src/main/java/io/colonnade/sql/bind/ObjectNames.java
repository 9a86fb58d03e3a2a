package io.colonnade.sql.bind;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.sql.catalog.Relation;
import io.colonnade.sql.catalog.SystemRelation;
import io.colonnade.sql.catalog.TableRelation;
import io.colonnade.sql.catalog.ViewRelation;

import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Casts to PostgreSQL's types for names of objects: a name as regclass is the relation's number, a
 * name as regproc or regtype stays text without its schema. Arrays are text. Stateless.
 */
final class ObjectNames {
    private static final Set<String> NAMES =
            Set.of("regproc", "regprocedure", "regtype", "regoper", "regoperator", "regconfig");

    private static final Set<String> NUMBERS = Set.of("regclass", "regnamespace", "regrole");

    /** PostgreSQL's own numbers of the catalogue's relations, which clients compare with. */
    private static final Map<String, Long> SYSTEM_NUMBERS =
            Map.of(
                    "pg_type", 1247L,
                    "pg_attribute", 1249L,
                    "pg_proc", 1255L,
                    "pg_class", 1259L,
                    "pg_database", 1262L,
                    "pg_attrdef", 2604L,
                    "pg_constraint", 2606L,
                    "pg_namespace", 2615L,
                    "pg_extension", 3079L);

    private ObjectNames() {}

    static SqlNode cast(SqlCall call, Function<SqlIdentifier, Relation> relations) {
        if (!(call.operand(1) instanceof SqlDataTypeSpec type)) {
            return call;
        }
        if (type.getCollectionsTypeName() != null) {
            call.setOperand(1, varchar(type.getParserPosition()));
            return call;
        }
        String name = type.getTypeName().toString().toLowerCase(Locale.ROOT);
        name = name.substring(name.lastIndexOf('.') + 1);
        String text =
                call.operand(0) instanceof SqlLiteral literal
                                && literal.getTypeName() == SqlTypeName.CHAR
                        ? literal.getValueAs(String.class)
                        : null;
        if (text == null) {
            return call;
        }
        if (NAMES.contains(name)) {
            String bare = text.substring(text.lastIndexOf('.') + 1);
            return SqlLiteral.createCharString(bare, call.getParserPosition());
        }
        if (NUMBERS.contains(name) && !text.strip().matches("\\d+")) {
            return number(call, name, text, relations);
        }
        return call;
    }

    private static SqlDataTypeSpec varchar(SqlParserPos position) {
        return new SqlDataTypeSpec(
                new SqlBasicTypeNameSpec(SqlTypeName.VARCHAR, position), position);
    }

    private static SqlNode number(
            SqlCall call, String type, String text, Function<SqlIdentifier, Relation> relations) {
        if (!type.equals("regclass")) {
            throw ColonnadeException.notSupported("a cast of a name to " + type);
        }
        SqlIdentifier name =
                new SqlIdentifier(
                        List.of(text.replace("\"", "").split("\\.")), call.getParserPosition());
        Relation relation = relations.apply(name);
        long number =
                switch (relation) {
                    case null ->
                            throw new ColonnadeException(
                                    ErrorCode.UNDEFINED_TABLE,
                                    "relation \"" + text + "\" does not exist");
                    case TableRelation table -> table.definition().getId();
                    case ViewRelation view -> view.definition().getId();
                    case SystemRelation system ->
                            SYSTEM_NUMBERS.getOrDefault(
                                    system.name(), (long) (system.name().hashCode() & 0x7fff));
                };
        return Normalizer.cast(
                SqlLiteral.createExactNumeric(Long.toString(number), call.getParserPosition()),
                SqlTypeName.BIGINT);
    }
}
