package io.colonnade.sql.fragment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.plan.AggregateFunction;
import io.colonnade.plan.Expression;
import io.colonnade.plan.Fragment;
import io.colonnade.plan.Literal;
import io.colonnade.plan.OutputKind;
import io.colonnade.plan.PlanNode;
import io.colonnade.sql.physical.Literals;
import io.colonnade.type.SqlType;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** Rules of the planner, each with a case where it does not apply. */
class QueryPlannerTest {
    private static final TpchCatalog CATALOG = new TpchCatalog();

    private static List<PlanNode> nodes(PlannedQuery plan, PlanNode.NodeCase kind) {
        List<PlanNode> found = new ArrayList<>();
        plan.fragments().forEach(fragment -> collect(fragment.getRoot(), kind, found));
        return found;
    }

    private static void collect(PlanNode node, PlanNode.NodeCase kind, List<PlanNode> found) {
        if (node.getNodeCase() == kind) {
            found.add(node);
        }
        node.getInputsList().forEach(input -> collect(input, kind, found));
    }

    private static PlanNode scan(String sql) {
        return nodes(Plans.plan(sql, CATALOG, 1), PlanNode.NodeCase.SCAN).get(0);
    }

    private static String filter(String condition) {
        String text = Plans.shape("select 1 from lineitem where " + condition, CATALOG, 1);
        return text.lines()
                .filter(line -> line.strip().startsWith("Filter:"))
                .findFirst()
                .map(line -> line.strip().substring(8))
                .orElse("");
    }

    @Test
    void scansReadOnlyWhatIsAsked() {
        assertEquals(0, scan("select count(*) from lineitem").getScan().getColumnIdsCount());
        assertEquals(
                List.of(1, 5),
                scan("select l_orderkey from lineitem where l_quantity > 7")
                        .getScan()
                        .getColumnIdsList());
    }

    @Test
    void literalsTakeTheTypeOfTheColumn() {
        assertEquals("(l_quantity < 24.00)", filter("l_quantity < 24"));
        Expression compared =
                scan("select 1 from lineitem where l_orderkey = 7").getScan().getConjuncts(0);
        assertEquals(
                SqlType.BIGINT, SqlType.fromProto(compared.getCall().getArguments(1).getType()));
    }

    @Test
    void columnsOfDifferentScalesAreComparedInOne() {
        assertTrue(
                filter("l_quantity < l_linenumber").contains("(l_linenumber)::numeric(12,2)"),
                filter("l_quantity < l_linenumber"));
    }

    @Test
    void listsOfConstantsAreOneTest() {
        assertEquals("(l_shipmode IN ('AIR', 'MAIL'))", filter("l_shipmode in ('MAIL', 'AIR')"));
        assertEquals("(l_linenumber NOT IN (1, 3))", filter("l_linenumber not in (1, 3)"));
        assertEquals(
                "(l_shipdate IN ('1995-01-01'::date, '1995-01-02'::date))",
                filter("l_shipdate in ('1995-01-01', date '1995-01-02')"));
    }

    @Test
    void datesWithIntervalsAreFolded() {
        assertEquals(
                "(l_shipdate <= '1998-09-02'::date)",
                filter("l_shipdate <= date '1998-12-01' - interval '90 days'"));
    }

    @Test
    void meansAreSumsAndCounts() {
        PlannedQuery plan =
                Plans.plan("select avg(l_quantity), sum(l_quantity) from lineitem", CATALOG, 1);
        PlanNode aggregate = nodes(plan, PlanNode.NodeCase.AGGREGATE).get(0);
        List<AggregateFunction> functions =
                aggregate.getAggregate().getCallsList().stream()
                        .map(call -> call.getFunction())
                        .toList();
        assertEquals(
                List.of(AggregateFunction.SUM, AggregateFunction.COUNT_STAR),
                functions.stream().sorted((a, b) -> b.getNumber() - a.getNumber()).toList());
    }

    @Test
    void countsAreAddedUp() {
        PlannedQuery plan = Plans.plan("select count(*) from lineitem", CATALOG, 3);
        List<PlanNode> aggregates = nodes(plan, PlanNode.NodeCase.AGGREGATE);
        assertEquals(
                List.of(AggregateFunction.COUNT_STAR, AggregateFunction.SUM0),
                aggregates.stream().map(a -> a.getAggregate().getCalls(0).getFunction()).toList());
    }

    @Test
    void groupsThatAreTogetherAreAggregatedOnce() {
        String sql = "select l_orderkey, sum(l_quantity) from lineitem group by 1";
        assertEquals(1, nodes(Plans.plan(sql, CATALOG, 3), PlanNode.NodeCase.AGGREGATE).size());
        String apart = "select l_suppkey, sum(l_quantity) from lineitem group by 1";
        assertEquals(2, nodes(Plans.plan(apart, CATALOG, 3), PlanNode.NodeCase.AGGREGATE).size());
    }

    @Test
    void aggregatesThatCannotBeSplitGetTheirRowsTogether() {
        String sql = "select l_suppkey, stddev(l_quantity) from lineitem group by 1";
        PlannedQuery plan = Plans.plan(sql, CATALOG, 3);
        assertEquals(1, nodes(plan, PlanNode.NodeCase.AGGREGATE).size());
        assertTrue(plan.fragments().stream().anyMatch(f -> f.getOutput() == OutputKind.HASH));
    }

    @Test
    void runtimeFiltersStayOffPreservedSides() {
        String inner = "select 1 from lineitem join part on l_partkey = p_partkey where p_size = 1";
        assertEquals(1, scan(inner).getScan().getRuntimeFiltersCount());
        String outer =
                "select p_size from lineitem left join (select * from part where p_size = 1) p"
                        + " on l_partkey = p_partkey";
        assertEquals(0, scan(outer).getScan().getRuntimeFiltersCount());
        String notIn =
                "select 1 from lineitem where l_partkey not in"
                        + " (select p_partkey from part where p_size = 1)";
        assertEquals(0, scan(notIn).getScan().getRuntimeFiltersCount());
    }

    @Test
    void runtimeFiltersNeedOneTypeAndASelectiveBuildSide() {
        String types =
                "select 1 from lineitem join orders on l_partkey = o_orderkey"
                        + " where o_totalprice < 1000";
        assertEquals(0, scan(types).getScan().getRuntimeFiltersCount());
        String whole = "select 1 from lineitem join part on l_partkey = p_partkey";
        assertEquals(0, scan(whole).getScan().getRuntimeFiltersCount());
    }

    @Test
    void limitsAreTakenOnEveryNodeAndAgain() {
        PlannedQuery plan =
                Plans.plan("select o_orderkey from orders order by 1 limit 5 offset 2", CATALOG, 3);
        PlanNode sort = nodes(plan, PlanNode.NodeCase.SORT).get(0);
        assertEquals(7, sort.getSort().getLimit());
        PlanNode limit = nodes(plan, PlanNode.NodeCase.LIMIT).get(0);
        assertEquals(5, limit.getLimit().getLimit());
        assertEquals(2, limit.getLimit().getOffset());
        assertEquals(
                1,
                nodes(plan, PlanNode.NodeCase.EXCHANGE_SOURCE)
                        .get(0)
                        .getExchangeSource()
                        .getMergeCount());
    }

    @Test
    void fragmentsOfReplicatedRowsRunOnOneNode() {
        PlannedQuery plan = Plans.plan("select n_name from nation", CATALOG, 3);
        assertEquals(1, plan.fragments().size());
        assertTrue(plan.fragments().get(0).getSingleNode());
    }

    @Test
    void rowsGoToTheNodesThatOwnThem() {
        PlannedQuery values =
                Plans.plan("insert into partsupp values (1, 2, 3, 4, 'c')", CATALOG, 3);
        Fragment sender = values.fragments().get(0);
        assertEquals(OutputKind.HASH, sender.getOutput());
        assertEquals(List.of(0), sender.getHashColumnsList());
        assertTrue(sender.getSingleNode());
        PlannedQuery copy = Plans.plan("insert into orders select * from orders", CATALOG, 3);
        assertTrue(copy.fragments().stream().noneMatch(f -> f.getOutput() == OutputKind.HASH));
    }

    @Test
    void choicesAmongEqualRowsAreMadeOnce() {
        String sql =
                "select 1 from orders, (select n_nationkey from nation order by n_regionkey limit"
                        + " 3) n where o_shippriority = n_nationkey";
        assertTrue(
                Plans.plan(sql, CATALOG, 3).fragments().stream()
                        .anyMatch(f -> f.getOutput() == OutputKind.BROADCAST && f.getSingleNode()));
    }

    @Test
    void parametersBecomeLiterals() {
        PlannedQuery plan = Plans.plan("select 1 from lineitem where l_quantity < $1", CATALOG, 1);
        assertTrue(plan.fragments().toString().contains("parameter"));
        List<Fragment> bound =
                ParameterBinder.bind(
                        plan.fragments(),
                        List.of(SqlType.decimal(4, 1)),
                        List.of(Literal.newBuilder().setLongValue(245).build()));
        PlanValidator.validate(bound);
        Expression condition = bound.get(0).getRoot().getInputs(0).getScan().getConjuncts(0);
        assertFalse(condition.toString().contains("parameter"), condition.toString());
        assertThrows(
                ColonnadeException.class,
                () ->
                        ParameterBinder.bind(
                                Plans.plan(
                                                "select 1 from lineitem where l_quantity < $2 and"
                                                        + " l_tax < $1",
                                                CATALOG,
                                                1)
                                        .fragments(),
                                List.of(SqlType.decimal(4, 1)),
                                List.of(Literals.NULL)));
    }

    @Test
    void limitsMayBeParameters() {
        PlannedQuery plan =
                Plans.plan("select o_orderkey from orders limit $1 offset $2", CATALOG, 3);
        List<Fragment> bound =
                ParameterBinder.bind(
                        plan.fragments(),
                        List.of(SqlType.BIGINT, SqlType.BIGINT),
                        List.of(Literals.ofLong(5), Literals.ofLong(2)));
        PlanNode limit = bound.getLast().getRoot();
        assertEquals(5, limit.getLimit().getLimit());
        assertEquals(2, limit.getLimit().getOffset());
        assertEquals(0, limit.getLimit().getLimitParameter());
        assertThrows(
                ColonnadeException.class,
                () ->
                        ParameterBinder.bind(
                                plan.fragments(),
                                List.of(SqlType.BIGINT, SqlType.BIGINT),
                                List.of(Literals.ofLong(5), Literals.ofLong(-2))));
    }

    @Test
    void notInIsNullAwareOnlyWhereNullsCanBe() {
        String possible =
                "select 1 from nation where n_regionkey not in"
                        + " (select nullif(r_regionkey, 3) from region)";
        assertTrue(Plans.shape(possible, CATALOG, 1).contains("Null-Aware Anti Join"));
        String impossible =
                "select 1 from nation where n_regionkey not in (select r_regionkey from region)";
        assertFalse(Plans.shape(impossible, CATALOG, 1).contains("Null-Aware"));
    }

    @Test
    void joinsWithoutKeysOfAnyKindArePlanned() {
        String full = "select * from nation full join region on n_name < r_name";
        assertEquals(
                """
                XN Append
                  ->  XN Nested Loop Left Join DS_DIST_NONE
                        Join Filter: ("outer".n_name < "inner".r_name)
                        ->  XN Seq Scan on nation
                        ->  XN Seq Scan on region
                  ->  XN Nested Loop Anti Join DS_DIST_NONE
                        Join Filter: ("inner".n_name < "outer".r_name)
                        ->  XN Seq Scan on region
                        ->  XN Seq Scan on nation
                ----- Nested Loop Join in the query plan - review the join predicates to avoid Cartesian products -----\
                """,
                Plans.shape(full, CATALOG, 1));
        String mark = "select n_name > some (select nullif(r_name, 'x') from region) from nation";
        assertTrue(Plans.shape(mark, CATALOG, 1).contains("IS NOT FALSE"));
    }

    @Test
    void totalsExistWithoutRows() {
        String sql = "select n_name, count(*) from nation group by rollup(n_name)";
        assertTrue(Plans.shape(sql, CATALOG, 1).contains("Append"));
        String without =
                "select count(*) from nation group by grouping sets ((n_name), (n_regionkey))";
        assertFalse(Plans.shape(without, CATALOG, 1).contains("Append"));
    }

    @Test
    void distinctArgumentsAreGroupedBelow() {
        PlannedQuery plan =
                Plans.plan(
                        "select l_returnflag, count(distinct l_suppkey) from lineitem group by 1",
                        CATALOG,
                        1);
        List<PlanNode> aggregates = nodes(plan, PlanNode.NodeCase.AGGREGATE);
        assertEquals(2, aggregates.size());
        assertEquals(2, aggregates.get(1).getAggregate().getGroupColumnsCount());
        assertEquals(
                1,
                nodes(
                                Plans.plan("select max(distinct l_tax) from lineitem", CATALOG, 1),
                                PlanNode.NodeCase.AGGREGATE)
                        .size());
    }

    @Test
    void numbersOfAnyWidthAreCollocated() {
        String sql = "select 1 from orders join partsupp on o_orderkey = ps_partkey";
        assertTrue(Plans.shape(sql, CATALOG, 3).contains("DS_DIST_NONE"));
        String other = "select 1 from orders join partsupp on o_orderkey = ps_partkey + 1";
        assertFalse(Plans.shape(other, CATALOG, 3).contains("DS_DIST_NONE"));
    }

    @Test
    void aSemiJoinThatNeedsTwoPartsDoesNotConnectThem() {
        String sql =
                "select 1 from nation a cross join nation b join customer c"
                        + " on b.n_nationkey = c.c_nationkey where exists (select 1 from nation d"
                        + " where d.n_nationkey = c.c_nationkey and d.n_regionkey < a.n_nationkey)";
        assertTrue(Plans.shape(sql, CATALOG, 1).contains("Nested Loop"));
    }

    @Test
    void brokenPlansAreFound() {
        PlannedQuery plan = Plans.plan("select l_orderkey + 1 from lineitem", CATALOG, 1);
        Fragment fragment = plan.fragments().get(0);
        PlanNode root = fragment.getRoot();
        PlanNode broken = root.toBuilder().clearInputs().addInputs(root).build();
        ColonnadeException error =
                assertThrows(
                        ColonnadeException.class,
                        () ->
                                PlanValidator.validate(
                                        List.of(fragment.toBuilder().setRoot(broken).build())));
        assertTrue(error.getMessage().startsWith("broken plan"), error.getMessage());
    }

    /** A planning that nobody waits for any more ends by itself. */
    @Test
    void endsWhenItsThreadIsInterrupted() {
        Thread.currentThread().interrupt();
        try {
            ColonnadeException told =
                    assertThrows(
                            ColonnadeException.class, () -> Plans.plan("select 1", CATALOG, 1));
            assertEquals(ErrorCode.QUERY_CANCELED, told.code());
        } finally {
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void plansWhatAnotherThreadBound() throws Exception {
        String sql = "select l_orderkey, sum(l_quantity) from lineitem group by 1";
        PlannedQuery[] plan = new PlannedQuery[1];
        var bound = Plans.bound(sql, CATALOG);
        Thread planner = new Thread(() -> plan[0] = QueryPlanner.plan(bound, PlanOptions.of(1, 2)));
        planner.start();
        planner.join();
        assertEquals(2, plan[0].columns().size());
    }
}
