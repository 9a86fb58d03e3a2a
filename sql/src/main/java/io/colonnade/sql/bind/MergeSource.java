package io.colonnade.sql.bind;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.sql.catalog.TableRelation;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The USING part of a MERGE and what names mean where it alone can be seen, which is in WHEN NOT
 * MATCHED. One per statement.
 *
 * @param node the table expression, under an alias if it is a query
 * @param alias null for a join
 * @param target alias of the table that is changed
 * @param targetColumns names that would be ambiguous beside the source
 */
record MergeSource(SqlNode node, String alias, String target, Set<String> targetColumns) {
    /** Name of a query that has none; no name of a user has this form. */
    private static final String UNNAMED = "$source";

    static MergeSource of(SqlNode source, String target, TableRelation table) {
        SqlNode node = source;
        String alias =
                switch (source.getKind()) {
                    case AS -> ((SqlIdentifier) ((SqlCall) source).operand(1)).getSimple();
                    case IDENTIFIER -> ((SqlIdentifier) source).names.getLast();
                    default -> null;
                };
        if (source.isA(SqlKind.QUERY)) {
            SqlParserPos at = source.getParserPosition();
            alias = UNNAMED;
            node =
                    SqlStdOperatorTable.AS.createCall(
                            at, source, new SqlIdentifier(UNNAMED, SqlParserPos.ZERO));
        }
        if (target.equals(alias)) {
            throw new ColonnadeException(
                            ErrorCode.DUPLICATE_ALIAS,
                            "table name \"" + target + "\" specified more than once")
                    .detail("The name is used both as MERGE target table and data source.");
        }
        return new MergeSource(node, alias, target, new HashSet<>(Targets.columnNames(table)));
    }

    /**
     * The expression with names that both sides have as the source's; others of the target fail.
     */
    SqlNode only(SqlNode expression) {
        return expression.accept(
                new SqlShuttle() {
                    @Override
                    public SqlNode visit(SqlIdentifier id) {
                        return ofSource(id);
                    }

                    @Override
                    public SqlNode visit(SqlCall call) {
                        return call.isA(SqlKind.QUERY) ? call : super.visit(call);
                    }
                });
    }

    private SqlNode ofSource(SqlIdentifier id) {
        if (id.isSimple()
                && !id.isStar()
                && alias != null
                && targetColumns.contains(id.getSimple())) {
            return new SqlIdentifier(List.of(alias, id.getSimple()), id.getParserPosition());
        }
        if (id.names.size() == 2 && id.names.getFirst().equals(target)) {
            throw new ColonnadeException(
                            ErrorCode.UNDEFINED_TABLE,
                            "invalid reference to FROM-clause entry for table \"" + target + "\"")
                    .detail(
                            "There is an entry for table \""
                                    + target
                                    + "\", but it cannot be referenced from this part of the"
                                    + " query.");
        }
        return id;
    }
}
