package io.colonnade.sql.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.sql.parser.DmlStatement.MergeAction;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlWith;
import org.junit.jupiter.api.Test;

/** The forms of INSERT, UPDATE, DELETE and MERGE that Calcite's nodes cannot say. */
class DmlTest {
    private static <T extends Statement> T parse(Class<T> type, String sql) {
        return assertInstanceOf(type, SqlParser.parseStatement(sql), sql);
    }

    @Test
    void insertTakesDefaultsAndWith() {
        DmlStatement.Insert defaults =
                parse(DmlStatement.Insert.class, "insert into s.t default values");
        assertNull(defaults.source());
        DmlStatement.Insert with =
                parse(
                        DmlStatement.Insert.class,
                        "with x as (select 1 a) insert into t (a) select a from x order by a limit"
                                + " 1");
        assertEquals(SqlKind.ORDER_BY, with.source().getKind());
        DmlStatement.Insert plain =
                parse(DmlStatement.Insert.class, "with x as (select 1) insert into t table x");
        assertInstanceOf(SqlWith.class, plain.source());
        DmlStatement.Insert parenthesized =
                parse(DmlStatement.Insert.class, "insert into t (select 1)");
        assertTrue(parenthesized.columns().isEmpty());
        assertEquals("INSERT", plain.tag());
    }

    @Test
    void updateTakesFromAndWith() {
        DmlStatement.Update update =
                parse(
                        DmlStatement.Update.class,
                        "with w as (select 1) update s.t as x set a = u.a, (b, c) = (1, default)"
                                + " from u join v on u.a = v.a where x.a = u.a");
        assertEquals(1, update.with().size());
        assertEquals("s.t", update.table().toString());
        assertEquals("x", update.alias().getSimple());
        assertEquals(3, update.assignments().size());
        assertEquals("b", update.assignments().get(1).column().getSimple());
        assertEquals(SqlKind.DEFAULT, update.assignments().get(2).value().getKind());
        assertEquals(SqlKind.JOIN, update.from().getKind());
        assertNotNull(update.where());
    }

    @Test
    void deleteTakesUsing() {
        DmlStatement.Delete delete =
                parse(
                        DmlStatement.Delete.class,
                        "delete from t x using u, (select 1 b) v where x.a = u.a and u.b = v.b");
        assertEquals("x", delete.alias().getSimple());
        assertEquals(SqlKind.JOIN, delete.using().getKind());
        assertNull(parse(DmlStatement.Delete.class, "delete t").where());
    }

    @Test
    void mergeKeepsItsBranches() {
        DmlStatement.Merge merge =
                parse(
                        DmlStatement.Merge.class,
                        """
                        merge into t using (select * from u) s on t.a = s.a
                        when matched and s.b > 1 then update set b = s.b, c = default
                        when matched then delete
                        when not matched then insert (a, b) values (s.a, default)
                        """);
        assertEquals(3, merge.branches().size());
        assertNotNull(merge.branches().get(0).condition());
        assertEquals(
                2,
                assertInstanceOf(MergeAction.UpdateRow.class, merge.branches().get(0).action())
                        .assignments()
                        .size());
        assertInstanceOf(MergeAction.DeleteRow.class, merge.branches().get(1).action());
        assertEquals(
                2,
                assertInstanceOf(MergeAction.InsertRow.class, merge.branches().get(2).action())
                        .values()
                        .size());
        assertTrue(
                parse(
                                DmlStatement.Merge.class,
                                "merge into t using u on t.a = u.a remove duplicates")
                        .removeDuplicates());
    }
}
