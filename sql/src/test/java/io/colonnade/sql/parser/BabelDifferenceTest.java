package io.colonnade.sql.parser;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.babel.SqlBabelParserImpl;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.util.Litmus;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** Where Calcite's Babel parser reads a text as PostgreSQL does, we must give the same tree. */
class BabelDifferenceTest {
    private static final org.apache.calcite.sql.parser.SqlParser.Config BABEL =
            org.apache.calcite.sql.parser.SqlParser.config()
                    .withParserFactory(SqlBabelParserImpl.FACTORY)
                    .withConformance(SqlConformanceEnum.BABEL)
                    .withUnquotedCasing(Casing.TO_LOWER)
                    .withQuotedCasing(Casing.TO_LOWER)
                    .withQuoting(Quoting.DOUBLE_QUOTE);

    @Test
    void expressionsAreTheSame() {
        List<String> statements = new ArrayList<>();
        for (String line : Corpus.lines("expressions.txt")) {
            statements.add("select " + line + " from t");
        }
        check(statements);
    }

    @Test
    void queriesAreTheSame() {
        check(Corpus.lines("queries.txt"));
    }

    @Test
    void tpchIsTheSame() {
        check(Corpus.parts("tpch.sql"));
    }

    private static void check(List<String> statements) {
        for (String sql : statements) {
            SqlNode ours = ours(sql);
            SqlNode theirs = babel(sql);
            assertTrue(
                    ours.equalsDeep(theirs, Litmus.IGNORE)
                            && theirs.equalsDeep(ours, Litmus.IGNORE),
                    () -> sql + "\nours   " + ours + "\nbabel  " + theirs);
        }
    }

    private static SqlNode ours(String sql) {
        return switch (SqlParser.parseStatement(sql)) {
            case QueryStatement.Query query -> query.node();
            case DmlStatement.Insert insert -> insert.toSqlInsert();
            case DmlStatement.Update update -> update.toSqlUpdate();
            case DmlStatement.Delete delete -> delete.toSqlDelete();
            case Statement other -> throw new AssertionError(other.toString());
        };
    }

    private static SqlNode babel(String sql) {
        try {
            SqlNode node =
                    org.apache.calcite.sql.parser.SqlParser.create(
                                    sql.replaceAll("\\$\\d+", "?"), BABEL)
                            .parseStmt();
            return node.accept(new PlainCasts());
        } catch (SqlParseException refused) {
            return fail(sql, refused);
        }
    }

    /** Turns Babel's {@code ::} operator into the CAST that it stands for. */
    private static final class PlainCasts extends SqlShuttle {
        @Override
        public SqlNode visit(SqlCall call) {
            SqlCall inner = (SqlCall) super.visit(call);
            return inner.getOperator() == SqlLibraryOperators.INFIX_CAST
                    ? SqlStdOperatorTable.CAST.createCall(
                            inner.getParserPosition(), inner.getOperandList())
                    : inner;
        }
    }
}
