package io.colonnade.sql.definition;

import io.colonnade.sql.bind.Binder;
import io.colonnade.sql.bind.BoundStatement;
import io.colonnade.sql.parser.SessionStatement;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** The arguments of EXECUTE as a query of one row. Stateless. */
public final class ArgumentsBinder {
    private ArgumentsBinder() {}

    public static BoundStatement.Query bind(SessionStatement.Execute execute, Binder.Input input) {
        SqlNode row = SqlStdOperatorTable.ROW.createCall(SqlParserPos.ZERO, execute.arguments());
        return Binder.query(SqlStdOperatorTable.VALUES.createCall(SqlParserPos.ZERO, row), input);
    }
}
