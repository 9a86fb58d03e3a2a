package io.colonnade.sql.bind;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.validate.AliasNamespace;
import org.apache.calcite.sql.validate.SqlValidatorImpl;

import java.util.List;
import java.util.Objects;

/**
 * The columns of {@code t AS x (a, b)}: as in PostgreSQL, columns without an alias keep their name.
 * One per table in FROM, owned by the validator.
 */
final class ColumnAliases extends AliasNamespace {
    private static final int FIRST_ALIAS = 2;

    ColumnAliases(SqlValidatorImpl validator, SqlCall call, SqlNode enclosing) {
        super(validator, call, enclosing);
    }

    @Override
    protected RelDataType validateImpl(RelDataType target) {
        RelDataType table =
                Objects.requireNonNull(validator.getNamespace(call.operand(0)))
                        .getRowTypeSansSystemColumns();
        List<SqlNode> aliases = call.getOperandList();
        int given = aliases.size() - FIRST_ALIAS;
        check(call.operand(1).toString(), table.getFieldCount(), given);
        if (given == table.getFieldCount()) {
            return super.validateImpl(target);
        }
        RelDataTypeFactory.Builder columns = validator.getTypeFactory().builder();
        for (RelDataTypeField field : table.getFieldList()) {
            boolean named = field.getIndex() < given;
            columns.add(
                    named
                            ? ((SqlIdentifier) aliases.get(FIRST_ALIAS + field.getIndex()))
                                    .getSimple()
                            : field.getName(),
                    field.getType());
        }
        return columns.build();
    }

    /** Fails when there are more aliases than columns. */
    static void check(String table, int available, int given) {
        if (given > available) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_COLUMN_REFERENCE,
                    "table \""
                            + table
                            + "\" has "
                            + available
                            + " columns available but "
                            + given
                            + " columns specified");
        }
    }
}
