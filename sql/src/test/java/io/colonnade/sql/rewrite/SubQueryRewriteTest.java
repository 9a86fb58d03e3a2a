package io.colonnade.sql.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.sql.bind.TestCatalog;
import io.colonnade.sql.bind.TestQueries;

import org.junit.jupiter.api.Test;

/** The joins that each kind of sub-query becomes. */
class SubQueryRewriteTest {
    private static final TestCatalog CATALOG =
            new TestCatalog()
                    .table(100, "t: id bigint!, a integer, b numeric(10,2), c varchar(20)")
                    .table(50, "u: id bigint!, a integer, n bigint");

    private static void assertPlan(String sql, String expected) {
        assertEquals(expected.strip(), TestQueries.plan(CATALOG, sql), sql);
    }

    @Test
    void existsIsASemiJoin() {
        assertPlan(
                "select id from t where exists (select * from u where u.a = t.a and u.n > 5)",
                """
                Project(id=[$0])
                  Join(condition=[=($2, $1)], joinType=[semi])
                    Project(id=[$0], a=[$1])
                      TableScan(table=[[public, t]])
                    Filter(condition=[>($1, 5)])
                      Project(a=[$1], n=[$2])
                        TableScan(table=[[public, u]])
                """);
    }

    @Test
    void residualConditionsOfExistsStayInTheJoin() {
        assertPlan(
                "select id from t where not exists (select 1 from u where u.a = t.a and u.n <>"
                        + " t.id)",
                """
                Project(id=[$0])
                  Join(condition=[AND(=($2, $1), <>($3, $0))], joinType=[anti])
                    Project(id=[$0], a=[$1])
                      TableScan(table=[[public, t]])
                    Project(a=[$1], n=[$2])
                      TableScan(table=[[public, u]])
                """);
    }

    @Test
    void uncorrelatedExistsAsksForACount() {
        assertPlan(
                "select id from t where exists (select 1 from u where n = 1)",
                """
                Project(id=[$0])
                  Join(condition=[true], joinType=[inner])
                    Project(id=[$0])
                      TableScan(table=[[public, t]])
                    Filter(condition=[>($0, 0)])
                      Aggregate(group=[{}], count=[COUNT()])
                        Filter(condition=[=($0, 1)])
                          Project(n=[$2])
                            TableScan(table=[[public, u]])
                """);
    }

    @Test
    void notInOfNullableColumnsLooksAtNulls() {
        assertPlan(
                "select id from t where a not in (select a from u)",
                """
                Project(id=[$0])
                  Join(condition=[IS NOT FALSE(=($1, $2))], joinType=[anti])
                    Project(id=[$0], a=[$1])
                      TableScan(table=[[public, t]])
                    Project(a=[$1])
                      TableScan(table=[[public, u]])
                """);
    }

    @Test
    void notInOfColumnsThatAreNeverNullIsAPlainAntiJoin() {
        assertPlan(
                "select id from t where id not in (select id from u)",
                """
                Join(condition=[=($0, $1)], joinType=[anti])
                  Project(id=[$0])
                    TableScan(table=[[public, t]])
                  Project(id=[$0])
                    TableScan(table=[[public, u]])
                """);
    }

    @Test
    void correlatedScalarIsGroupedByWhatItIsCorrelatedBy() {
        assertPlan(
                "select id from t where b > (select avg(n) from u where u.a = t.a)",
                """
                Project(id=[$0])
                  Join(condition=[AND(=($4, $1), >($2, $3))], joinType=[inner])
                    Project(id=[$0], a=[$1], b=[$2])
                      TableScan(table=[[public, t]])
                    Project(avg=[/($1, $2)], $outer2=[$0])
                      Aggregate(group=[{0}], agg#0=[SUM($1)], agg#1=[COUNT($1)])
                        Project(a=[$1], n=[$2])
                          TableScan(table=[[public, u]])
                """);
    }

    @Test
    void countOfNothingIsZero() {
        String plan =
                TestQueries.plan(
                        CATALOG, "select (select count(*) from u where u.a = t.a) as n from t");
        assertTrue(plan.contains("CASE(IS NOT NULL("), plan);
        assertTrue(plan.contains("joinType=[left]"), plan);
    }

    @Test
    void moreThanOneRowIsAnErrorAtRunTime() {
        String plan = TestQueries.plan(CATALOG, "select (select n from u where u.a = t.a) from t");
        assertTrue(plan.contains("SINGLE_VALUE"), plan);
    }

    @Test
    void existsInADisjunctionIsAMark() {
        String plan =
                TestQueries.plan(
                        CATALOG,
                        "select id from t where b > 1 or exists (select 1 from u where u.a = t.a)");
        assertTrue(plan.contains("joinType=[left_mark]"), plan);
    }

    @Test
    void allIsAnAntiJoinOverTheOppositeComparison() {
        String plan =
                TestQueries.plan(CATALOG, "select id from t where id > all (select id from u)");
        assertTrue(plan.contains("Join(condition=[<=($0, $1)], joinType=[anti])"), plan);
    }

    @Test
    void inequalityUnderAnAggregateIsComputedPerDistinctOuterValue() {
        String plan =
                TestQueries.plan(CATALOG, "select (select max(n) from u where u.id < t.id) from t");
        assertTrue(plan.contains("Join(condition=[<($2, $0)], joinType=[inner])"), plan);
        assertTrue(plan.contains("joinType=[left]"), plan);
    }

    @Test
    void lateralIsAJoin() {
        assertPlan(
                "select t.id, x.n from t join lateral (select n from u where u.a = t.a) x on true",
                """
                Project(id=[$0], n=[$2])
                  Join(condition=[=($3, $1)], joinType=[inner])
                    Project(id=[$0], a=[$1])
                      TableScan(table=[[public, t]])
                    Project(n=[$2], $outer2=[$1])
                      TableScan(table=[[public, u]])
                """);
    }

    @Test
    void correlatedLimitIsARowNumber() {
        String plan =
                TestQueries.plan(
                        CATALOG,
                        "select (select n from u where u.a = t.a order by n desc limit 1) from t");
        assertTrue(plan.contains("ROW_NUMBER() OVER (PARTITION BY "), plan);
        assertTrue(plan.contains(", 1)]"), plan);
    }

    @Test
    void antiJoinThatLooksTwoQueriesOutIsTakenPerDistinctOuterValue() {
        String plan =
                TestQueries.plan(
                        CATALOG,
                        "select id from t where exists (select 1 from u where not exists"
                                + " (select 1 from u v where v.id = u.id and v.a = t.a))");
        assertTrue(plan.contains("joinType=[anti]"), plan);
        assertTrue(plan.contains("IS NOT DISTINCT FROM"), plan);
    }

    @Test
    void semiJoinThatLooksTwoQueriesOutIsAJoin() {
        String plan =
                TestQueries.plan(
                        CATALOG,
                        "select id from t where exists (select 1 from u where u.n = 3 and exists"
                                + " (select 1 from u v where v.id = u.id and v.a = t.a))");
        assertEquals(1, plan.split("joinType=\\[semi", -1).length - 1, plan);
        assertEquals(1, plan.split("joinType=\\[inner", -1).length - 1, plan);
    }

    @Test
    void outerColumnThatTheLeftSideEqualsStaysInAnOuterJoin() {
        String plan =
                TestQueries.plan(
                        CATALOG,
                        "select (select max(v.n) from u left join u v on v.a = t.a where u.a = t.a)"
                                + " from t");
        assertEquals(2, plan.split("joinType=\\[left", -1).length - 1, plan);
    }

    @Test
    void outerColumnsGoAlongWithTheLeftSideOfAnOuterJoin() {
        String plan =
                TestQueries.plan(
                        CATALOG,
                        "select (select max(v.n) from u left join u v on v.a = t.a) from t");
        assertEquals(2, plan.split("joinType=\\[left", -1).length - 1, plan);
    }

    @Test
    void outerColumnsGoAlongInSetOperations() {
        String plan =
                TestQueries.plan(
                        CATALOG,
                        "select (select count(*) from (select a from u where u.a = t.a union"
                                + " select n from u where u.n > t.a) x) from t");
        assertTrue(plan.contains("Union(all=[false])"), plan);
    }

    @Test
    void listsOfConstantsAreSearchesAlsoInGroupBy() {
        assertPlan(
                "select case when a in (1, 2, 3) then 'x' end, count(*) from t"
                        + " where c not in ('p', 'q', 'r') group by 1",
                """
                Aggregate(group=[{0}], count=[COUNT()])
                  Project(case=[CASE(SEARCH($0, Sarg[1, 2, 3]), 'x', null)])
                    Filter(condition=[SEARCH($1, Sarg[(-∞..'p'), ('p'..'q'), ('q'..'r'), ('r'..+∞)])])
                      Project(a=[$1], c=[$3])
                        TableScan(table=[[public, t]])
                """);
    }
}
