package io.colonnade.sql.parser;

import org.apache.calcite.sql.SqlDelete;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlUpdate;
import org.apache.calcite.sql.parser.SqlParserPos;

import java.util.List;

/** INSERT, UPDATE, DELETE and MERGE. Nullable components say so. */
public sealed interface DmlStatement extends Statement {

    /** {@code column = value}; the value is the DEFAULT call for {@code SET c = DEFAULT}. */
    record Assignment(SqlIdentifier column, SqlNode value) {}

    /**
     * INSERT INTO table [(columns)] source. A WITH in front is part of the source.
     *
     * @param columns the listed columns, or empty when there is no list
     * @param source the query; DEFAULT inside VALUES is a call of SqlStdOperatorTable.DEFAULT; null
     *     for DEFAULT VALUES
     */
    record Insert(
            SqlParserPos position, SqlIdentifier table, List<SqlIdentifier> columns, SqlNode source)
            implements DmlStatement {
        @Override
        public String tag() {
            return "INSERT";
        }

        /** The same as Calcite's node; only when there is a source. */
        public SqlInsert toSqlInsert() {
            SqlNodeList list =
                    columns.isEmpty()
                            ? null
                            : new SqlNodeList(columns, columns.getFirst().getParserPosition());
            return new SqlInsert(position, new SqlNodeList(position), table, source, list);
        }
    }

    /**
     * [WITH with] UPDATE table [alias] SET assignments [FROM from] [WHERE where].
     *
     * @param with SqlWithItems, or null
     * @param alias null when there is none
     * @param from a table expression as in SELECT, or null
     * @param where null when there is none
     */
    record Update(
            SqlParserPos position,
            SqlNodeList with,
            SqlIdentifier table,
            SqlIdentifier alias,
            List<Assignment> assignments,
            SqlNode from,
            SqlNode where)
            implements DmlStatement {
        @Override
        public String tag() {
            return "UPDATE";
        }

        /** The same as Calcite's node; only when there is neither WITH nor FROM. */
        public SqlUpdate toSqlUpdate() {
            SqlNodeList columns = new SqlNodeList(position);
            SqlNodeList values = new SqlNodeList(position);
            for (Assignment assignment : assignments) {
                columns.add(assignment.column());
                values.add(assignment.value());
            }
            return new SqlUpdate(position, table, columns, values, where, null, alias);
        }
    }

    /**
     * [WITH with] DELETE [FROM] table [alias] [USING using] [WHERE where].
     *
     * @param with SqlWithItems, or null
     * @param alias null when there is none
     * @param using a table expression as in FROM, or null
     * @param where null when there is none
     */
    record Delete(
            SqlParserPos position,
            SqlNodeList with,
            SqlIdentifier table,
            SqlIdentifier alias,
            SqlNode using,
            SqlNode where)
            implements DmlStatement {
        @Override
        public String tag() {
            return "DELETE";
        }

        /** The same as Calcite's node; only when there is neither WITH nor USING. */
        public SqlDelete toSqlDelete() {
            return new SqlDelete(position, table, where, null, alias);
        }
    }

    /**
     * [WITH with] MERGE INTO table [alias] USING source ON condition branches.
     *
     * @param with SqlWithItems, or null
     * @param alias null when there is none
     * @param source a table expression as in FROM
     * @param removeDuplicates Redshift's MERGE ... REMOVE DUPLICATES; branches is empty then
     */
    record Merge(
            SqlParserPos position,
            SqlNodeList with,
            SqlIdentifier table,
            SqlIdentifier alias,
            SqlNode source,
            SqlNode condition,
            List<MergeBranch> branches,
            boolean removeDuplicates)
            implements DmlStatement {
        @Override
        public String tag() {
            return "MERGE";
        }
    }

    /**
     * WHEN [NOT] MATCHED [AND condition] THEN action.
     *
     * @param condition null when there is none
     */
    record MergeBranch(boolean matched, SqlNode condition, MergeAction action) {}

    /** What a branch of MERGE does. */
    sealed interface MergeAction {
        /** UPDATE SET assignments. */
        record UpdateRow(List<Assignment> assignments) implements MergeAction {}

        /** INSERT [(columns)] VALUES (values). */
        record InsertRow(List<SqlIdentifier> columns, List<SqlNode> values)
                implements MergeAction {}

        /** DELETE. */
        record DeleteRow() implements MergeAction {}

        /** DO NOTHING. */
        record Nothing() implements MergeAction {}
    }
}
