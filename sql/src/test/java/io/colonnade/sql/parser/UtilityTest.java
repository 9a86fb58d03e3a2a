package io.colonnade.sql.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.sql.parser.CursorStatement.Direction;
import io.colonnade.sql.parser.MaintenanceStatement.AnalyzeColumns;
import io.colonnade.sql.parser.MaintenanceStatement.VacuumKind;
import io.colonnade.sql.parser.SessionStatement.Scope;
import io.colonnade.sql.parser.TransactionStatement.Isolation;
import io.colonnade.sql.parser.TransactionStatement.Modes;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

/** Settings, transactions, cursors, prepared statements, ANALYZE, VACUUM, EXPLAIN. */
class UtilityTest {
    private static <T extends Statement> T parse(Class<T> type, String sql) {
        return assertInstanceOf(type, SqlParser.parseStatement(sql), sql);
    }

    private static void same(String sql, Statement expected) {
        assertEquals(expected, SqlParser.parseStatement(sql), sql);
    }

    private static SessionStatement.Set set(String name, String... values) {
        return new SessionStatement.Set(Scope.SESSION, name, List.of(values));
    }

    @Test
    void settingsTakeAllForms() {
        same("set search_path to a, \"b\", 'c'", set("search_path", "a", "b", "c"));
        same("SET Query_Group = 'X'", set("query_group", "X"));
        same("set x to on", set("x", "on"));
        same("set x = -5", set("x", "-5"));
        same("set x = 1.5", set("x", "1.5"));
        same("set x to default", set("x"));
        same("set a.b = c", set("a.b", "c"));
        same("set session x to true", set("x", "true"));
        same("set local x = off", new SessionStatement.Set(Scope.LOCAL, "x", List.of("off")));
        same("set time zone 'UTC'", set("timezone", "UTC"));
        same("set time zone local", set("timezone"));
        same("set timezone to 'CET'", set("timezone", "CET"));
        same("set names 'UTF8'", set("client_encoding", "UTF8"));
        same("set session authorization default", set("session_authorization"));
        same("set session authorization 'joe'", set("session_authorization", "joe"));
        same("set role none", set("role", "none"));
        same("show all", new SessionStatement.Show("all"));
        same("show search_path", new SessionStatement.Show("search_path"));
        same("show time zone", new SessionStatement.Show("timezone"));
        same(
                "show transaction isolation level",
                new SessionStatement.Show("transaction_isolation"));
        same("reset all", new SessionStatement.Reset("all"));
        same("reset x", new SessionStatement.Reset("x"));
        same("discard all", new SessionStatement.Discard(SessionStatement.DiscardKind.ALL));
        same("discard temp", new SessionStatement.Discard(SessionStatement.DiscardKind.TEMP));
    }

    @Test
    void transactionsHaveModes() {
        same("begin", new TransactionStatement.Begin(Modes.NONE, false));
        same("begin work", new TransactionStatement.Begin(Modes.NONE, false));
        same(
                "start transaction isolation level serializable, read only",
                new TransactionStatement.Begin(
                        new Modes(Optional.of(Isolation.SERIALIZABLE), Optional.of(true)), true));
        same(
                "begin transaction isolation level repeatable read read write not deferrable",
                new TransactionStatement.Begin(
                        new Modes(Optional.of(Isolation.REPEATABLE_READ), Optional.of(false)),
                        false));
        same("commit", new TransactionStatement.Commit());
        same("end transaction", new TransactionStatement.Commit());
        same("commit and no chain", new TransactionStatement.Commit());
        same("rollback work", new TransactionStatement.Rollback());
        same("abort", new TransactionStatement.Rollback());
        same(
                "set session characteristics as transaction isolation level snapshot",
                new TransactionStatement.SetTransaction(
                        new Modes(Optional.of(Isolation.SNAPSHOT), Optional.empty()), true));
        same(
                "set transaction read only",
                new TransactionStatement.SetTransaction(
                        new Modes(Optional.empty(), Optional.of(true)), false));
    }

    private static void fetch(String sql, Direction direction, long count) {
        same(sql, new CursorStatement.Fetch("c", direction, count, false));
    }

    @Test
    void cursorsMoveInAllDirections() {
        CursorStatement.Declare declare =
                parse(
                        CursorStatement.Declare.class,
                        "declare c binary no scroll cursor with hold for select 1");
        assertTrue(declare.binary());
        assertTrue(declare.hold());
        fetch("fetch c", Direction.FORWARD, 1);
        fetch("fetch next from c", Direction.FORWARD, 1);
        fetch("fetch 10 in c", Direction.FORWARD, 10);
        fetch("fetch -3 c", Direction.FORWARD, -3);
        fetch("fetch forward 2 from c", Direction.FORWARD, 2);
        fetch("fetch all c", Direction.FORWARD, Long.MAX_VALUE);
        fetch("fetch forward all from c", Direction.FORWARD, Long.MAX_VALUE);
        fetch("fetch prior c", Direction.BACKWARD, 1);
        fetch("fetch backward 2 c", Direction.BACKWARD, 2);
        fetch("fetch first from c", Direction.ABSOLUTE, 1);
        fetch("fetch last from c", Direction.ABSOLUTE, -1);
        fetch("fetch absolute 7 c", Direction.ABSOLUTE, 7);
        fetch("fetch relative -7 c", Direction.RELATIVE, -7);
        same("move 5 c", new CursorStatement.Fetch("c", Direction.FORWARD, 5, true));
        same("close c", new CursorStatement.Close("c"));
        same("close all", new CursorStatement.Close(null));
    }

    @Test
    void preparedStatementsKeepTheirText() {
        SessionStatement.Prepare prepare =
                parse(
                        SessionStatement.Prepare.class,
                        "prepare p (int, varchar(10)) as select $1,  $2");
        assertEquals("select $1,  $2", prepare.statementText());
        assertEquals(2, prepare.types().size());
        assertEquals(
                2, parse(SessionStatement.Execute.class, "execute p (1, 'x')").arguments().size());
        assertTrue(parse(SessionStatement.Execute.class, "execute p").arguments().isEmpty());
        same("deallocate prepare all", new SessionStatement.Deallocate(null));
        same("deallocate p", new SessionStatement.Deallocate("p"));
        same("cancel 12 'why'", new SessionStatement.Cancel(12, "why"));
        assertEquals(
                "SHARE ROW EXCLUSIVE",
                parse(SessionStatement.Lock.class, "lock table a, b in share row exclusive mode")
                        .mode());
        assertEquals(
                "p(1, 'x')",
                parse(SessionStatement.Call.class, "call p(1, 'x')")
                        .call()
                        .toString()
                        .replace("`", ""));
    }

    @Test
    void maintenanceKnowsItsForms() {
        MaintenanceStatement.Analyze analyze =
                parse(MaintenanceStatement.Analyze.class, "analyze verbose s.t (a, b)");
        assertTrue(analyze.verbose());
        assertEquals(AnalyzeColumns.LISTED, analyze.which());
        assertNull(parse(MaintenanceStatement.Analyze.class, "analyze").table());
        assertEquals(
                AnalyzeColumns.PREDICATE,
                parse(MaintenanceStatement.Analyze.class, "analyze t predicate columns").which());
        assertEquals(
                5000,
                parse(
                                MaintenanceStatement.AnalyzeCompression.class,
                                "analyze compression t (a) comprows 5000")
                        .rows());
        MaintenanceStatement.Vacuum vacuum =
                parse(MaintenanceStatement.Vacuum.class, "vacuum sort only t to 75 percent boost");
        assertEquals(VacuumKind.SORT_ONLY, vacuum.kind());
        assertEquals(75, vacuum.thresholdPercent());
        assertTrue(vacuum.boost());
        assertEquals(
                VacuumKind.DELETE_ONLY,
                parse(MaintenanceStatement.Vacuum.class, "vacuum delete only t").kind());
        assertEquals(
                VacuumKind.RECLUSTER,
                parse(MaintenanceStatement.Vacuum.class, "vacuum recluster t").kind());
        assertNull(parse(MaintenanceStatement.Vacuum.class, "vacuum").table());
        assertTrue(
                parse(MaintenanceStatement.Vacuum.class, "vacuum (verbose, analyze) t").analyze());
    }

    @Test
    void explainTakesBothForms() {
        Statement.Explain plain = parse(Statement.Explain.class, "explain select 1");
        assertEquals(
                new Statement.Explain(true, true, Statement.ExplainFormat.TEXT, plain.statement()),
                withoutStatement("explain analyze verbose select 1", plain));
        assertEquals(
                new Statement.Explain(true, false, Statement.ExplainFormat.JSON, plain.statement()),
                withoutStatement("explain (analyze, verbose false, format json) select 1", plain));
        assertInstanceOf(
                DdlStatement.CreateTableAs.class,
                parse(Statement.Explain.class, "explain create table t as select 1").statement());
        parse(Statement.Explain.class, "explain (select 1)");
        parse(Statement.Explain.class, "explain update t set a = 1");
    }

    private static Statement.Explain withoutStatement(String sql, Statement.Explain plain) {
        Statement.Explain explain = parse(Statement.Explain.class, sql);
        return new Statement.Explain(
                explain.analyze(), explain.verbose(), explain.format(), plain.statement());
    }

    @Test
    void everyStatementHasATag() {
        for (String sql :
                List.of("select 1", "insert into t values (1)", "begin", "set x = 1", "vacuum")) {
            assertTrue(!SqlParser.parseStatement(sql).tag().isEmpty());
        }
        assertEquals("CREATE TABLE", SqlParser.parseStatement("create table t (a int)").tag());
        assertEquals("GRANT", SqlParser.parseStatement("grant all on t to u").tag());
    }
}
