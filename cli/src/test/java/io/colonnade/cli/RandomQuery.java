package io.colonnade.cli;

import io.colonnade.bench.TpchTable;
import io.colonnade.cli.RandomExpressions.Reference;
import io.colonnade.cli.RandomSchema.Edge;
import io.colonnade.cli.RandomSchema.Kind;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One SELECT that follows from its seed alone.
 *
 * @param orderColumns result columns (from 0) whose sequence the text determines
 */
record RandomQuery(long seed, String sql, List<Integer> orderColumns) {
    private static final List<TpchTable> SMALL = List.of(TpchTable.REGION, TpchTable.NATION);

    /** Joins stop before more rows than this are to be expected. */
    private static final double MOST_ROWS = 60_000;

    static RandomQuery of(long seed) {
        return new Writer(seed).write();
    }

    /** A select list item, and whether engines may differ in its last digits. */
    private record Item(String sql, Kind kind, boolean approximate) {}

    /** Writes one query. */
    private static final class Writer {
        private final long seed;
        private final RandomExpressions expressions;
        private final List<Reference> scope = new ArrayList<>();
        private final StringBuilder from = new StringBuilder();
        private double rows;

        Writer(long seed) {
            this.seed = seed;
            this.expressions = new RandomExpressions(new SplittableRandom(seed));
        }

        RandomQuery write() {
            int shape = expressions.number(0, 99);
            if (shape < 30) {
                return rows();
            }
            if (shape < 70) {
                return groups();
            }
            if (shape < 80) {
                return setOperation();
            }
            if (shape < 90) {
                return window();
            }
            return nested();
        }

        private RandomQuery rows() {
            from(expressions.number(0, 3));
            List<Item> items = items(expressions.number(2, 5));
            if (expressions.chance(20)) {
                items.add(new Item(expressions.scalarSubquery(scope), Kind.INTEGER, false));
            }
            String distinct = expressions.chance(15) ? "distinct " : "";
            String sql = "select " + distinct + list(items) + "\nfrom " + from + where();
            return ordered(sql, items);
        }

        private RandomQuery groups() {
            from(expressions.number(0, 3));
            List<Item> groups = new ArrayList<>();
            int count = expressions.number(0, 3);
            for (int i = 0; i < count; i++) {
                Kind kind = expressions.kindIn(scope);
                groups.add(
                        new Item(expressions.expression(kind, scope, i == 0 ? 1 : 0), kind, false));
            }
            List<Item> items = new ArrayList<>(groups);
            int aggregates = expressions.number(1, 4);
            for (int i = 0; i < aggregates; i++) {
                items.add(aggregate());
            }
            StringBuilder sql = new StringBuilder("select ");
            sql.append(list(items)).append("\nfrom ").append(from).append(where());
            if (!groups.isEmpty()) {
                boolean rollup = expressions.chance(12);
                String keys = rollup ? list(groups) : positions(groups.size());
                sql.append("\ngroup by ").append(rollup ? "rollup (" + keys + ")" : keys);
                if (expressions.chance(30)) {
                    sql.append("\nhaving ").append(having());
                }
            }
            return ordered(sql.toString(), items);
        }

        private String having() {
            return switch (expressions.number(0, 2)) {
                case 0 -> "count(*) > " + expressions.number(1, 4);
                case 1 -> "min(" + anyReference(Kind.INTEGER) + ") > " + expressions.number(0, 20);
                default -> "count(distinct " + anyReference(Kind.INTEGER) + ") <= 3";
            };
        }

        private String anyReference(Kind kind) {
            return expressions.expression(kind, scope, 0);
        }

        private Item aggregate() {
            Kind kind = expressions.kindIn(scope);
            String value = expressions.expression(kind, scope, 1);
            boolean number = kind == Kind.INTEGER || kind == Kind.DECIMAL;
            return switch (expressions.number(0, 9)) {
                case 0, 1 -> new Item("count(*)", Kind.INTEGER, false);
                case 2 -> new Item("count(" + value + ")", Kind.INTEGER, false);
                case 3 -> new Item("count(distinct " + value + ")", Kind.INTEGER, false);
                case 4 -> new Item("min(" + value + ")", kind, false);
                case 5 -> new Item("max(" + value + ")", kind, false);
                case 6 ->
                        number
                                ? new Item("avg(" + value + ")", kind, true)
                                : new Item("max(" + value + ")", kind, false);
                case 7 ->
                        number
                                ? new Item(
                                        "sum(cast("
                                                + value
                                                + " as decimal(16,2)))"
                                                + " / nullif(count("
                                                + value
                                                + "), 0)",
                                        kind,
                                        true)
                                : new Item("min(" + value + ")", kind, false);
                default -> sum();
            };
        }

        private Item sum() {
            Kind kind = expressions.chance(50) ? Kind.INTEGER : Kind.DECIMAL;
            String value = expressions.expression(kind, scope, 1);
            if (expressions.chance(25)) {
                value =
                        "case when "
                                + expressions.simplePredicate(scope)
                                + " then "
                                + value
                                + " else 0 end";
            }
            String distinct = expressions.chance(10) ? "distinct " : "";
            return new Item("sum(" + distinct + value + ")", kind, false);
        }

        private RandomQuery setOperation() {
            List<Kind> kinds = new ArrayList<>();
            TpchTable first = expressions.pick(List.of(TpchTable.values()));
            List<Reference> firstScope = RandomExpressions.references("a", first);
            for (int i = 0; i < 2; i++) {
                kinds.add(expressions.kindIn(firstScope));
            }
            String sql = branch(kinds, "a", first);
            int more = expressions.number(1, 2);
            for (int i = 0; i < more; i++) {
                TpchTable table = expressions.pick(List.of(TpchTable.values()));
                String operation =
                        expressions.pick(List.of("union all", "union", "intersect", "except"));
                sql =
                        (i == 0 ? sql : "(" + sql + ")")
                                + "\n"
                                + operation
                                + "\n"
                                + branch(kinds, "b" + i, table);
            }
            return ordered(sql, kinds.stream().map(kind -> new Item("", kind, false)).toList());
        }

        /** A select of the kinds; a table without such a column gives a literal. */
        private String branch(List<Kind> kinds, String alias, TpchTable table) {
            List<Reference> own = RandomExpressions.references(alias, table);
            String list =
                    kinds.stream()
                            .map(kind -> asKind(kind, expressions.expression(kind, own, 0)))
                            .collect(Collectors.joining(", "));
            return "select "
                    + list
                    + " from "
                    + NullableTpch.name(table)
                    + " "
                    + alias
                    + " where "
                    + expressions.simplePredicate(own);
        }

        /** One type on both sides, so that no engine has to choose. */
        private static String asKind(Kind kind, String expression) {
            return switch (kind) {
                case INTEGER -> "cast(" + expression + " as bigint)";
                case DECIMAL -> "cast(" + expression + " as decimal(14,2))";
                case DATE -> expression;
                case CODE, TEXT -> "cast(" + expression + " as varchar(200))";
            };
        }

        /** Over one table, since only there the order of rows can be made total. */
        private RandomQuery window() {
            TpchTable table = expressions.pick(List.of(TpchTable.values()));
            from.append(NullableTpch.name(table)).append(" t");
            scope.addAll(RandomExpressions.references("t", table));
            List<Item> items = items(1);
            String key =
                    RandomSchema.primaryKey(table).stream()
                            .map(name -> "t." + name)
                            .collect(Collectors.joining(", "));
            for (String name : RandomSchema.primaryKey(table)) {
                items.add(new Item("t." + name, Kind.INTEGER, false));
            }
            int count = expressions.number(1, 3);
            for (int i = 0; i < count; i++) {
                items.add(windowItem(key));
            }
            String sql = "select " + list(items) + "\nfrom " + from + where();
            if (expressions.chance(30)) {
                String filtered = "select * from (" + sql + ") as w";
                return new RandomQuery(seed, filtered, List.of());
            }
            return ordered(sql, items);
        }

        private Item windowItem(String key) {
            Kind kind = expressions.kindIn(scope);
            String value = expressions.expression(kind, scope, 1);
            String partition =
                    expressions.chance(70)
                            ? "partition by " + expressions.pick(scope).sql() + " "
                            : "";
            String direction = expressions.pick(List.of("", " desc"));
            String loose =
                    expressions.pick(scope).sql()
                            + direction
                            + " nulls "
                            + expressions.pick(List.of("first", "last"));
            String total = "order by " + loose + ", " + key;
            String frame =
                    expressions.pick(
                            List.of(
                                    "",
                                    " rows between 2 preceding and current row",
                                    " rows between unbounded preceding and unbounded following",
                                    " rows between 1 preceding and 1 following"));
            String number = expressions.expression(Kind.INTEGER, scope, 0);
            return switch (expressions.number(0, 9)) {
                case 0 -> over("row_number()", partition + total, Kind.INTEGER);
                case 1 -> over("rank()", partition + "order by " + loose, Kind.INTEGER);
                case 2 -> over("dense_rank()", partition + "order by " + loose, Kind.INTEGER);
                case 3 -> over("lag(" + value + ")", partition + total, kind);
                case 4 -> over("lead(" + value + ", 2)", partition + total, kind);
                case 5 -> over("sum(" + number + ")", partition + total + frame, Kind.INTEGER);
                case 6 -> over("count(" + value + ")", partition.strip(), Kind.INTEGER);
                case 7 -> over("max(" + value + ")", partition + total + frame, kind);
                case 8 -> over("first_value(" + value + ")", partition + total + frame, kind);
                default ->
                        over("sum(" + number + ")", partition + "order by " + loose, Kind.INTEGER);
            };
        }

        private static Item over(String function, String window, Kind kind) {
            return new Item(function + " over (" + window + ")", kind, false);
        }

        /** An aggregate in a derived table or WITH, joined back to a table by its key. */
        private RandomQuery nested() {
            Edge edge = expressions.pick(RandomSchema.EDGES.subList(0, 9));
            List<Reference> inner = RandomExpressions.references("i", edge.left());
            String innerKey = "i." + edge.leftKeys().get(0);
            Kind kind = expressions.kindIn(inner);
            String aggregate =
                    expressions.pick(
                            List.of(
                                    "count(*)",
                                    "max(" + expressions.expression(kind, inner, 1) + ")"));
            Kind aggregateKind = aggregate.equals("count(*)") ? Kind.INTEGER : kind;
            String derived =
                    "select "
                            + innerKey
                            + " as k, "
                            + aggregate
                            + " as v from "
                            + NullableTpch.name(edge.left())
                            + " i where "
                            + expressions.simplePredicate(inner)
                            + " group by "
                            + innerKey;
            scope.addAll(RandomExpressions.references("o", edge.right()));
            List<Item> items = items(2);
            items.add(new Item("d.k", Kind.INTEGER, false));
            items.add(new Item("d.v", aggregateKind, false));
            String join = expressions.pick(List.of("join", "left join", "right join", "full join"));
            String on = " on d.k = o." + edge.rightKeys().get(0);
            boolean with = expressions.chance(50);
            String source = with ? "d" : "(" + derived + ") as d";
            String sql =
                    (with ? "with d as (" + derived + ")\n" : "")
                            + "select "
                            + list(items)
                            + "\nfrom "
                            + NullableTpch.name(edge.right())
                            + " o "
                            + join
                            + " "
                            + source
                            + on
                            + where();
            return ordered(sql, items);
        }

        /** A table and so many joins along edges. */
        private void from(int joins) {
            TpchTable first = expressions.pick(List.of(TpchTable.values()));
            add(first, "");
            rows = first.estimatedRows(NullableTpch.SCALE);
            for (int i = 0; i < joins; i++) {
                join();
            }
        }

        private String add(TpchTable table, String before) {
            String alias = expressions.newAlias();
            from.append(before).append(NullableTpch.name(table)).append(' ').append(alias);
            scope.addAll(RandomExpressions.references(alias, table));
            return alias;
        }

        private void join() {
            if (rows < MOST_ROWS / 25 && expressions.chance(10)) {
                TpchTable small = expressions.pick(SMALL);
                rows *= small.estimatedRows(NullableTpch.SCALE);
                add(small, " cross join ");
                return;
            }
            Reference old = expressions.pick(scope);
            Edge edge = expressions.pick(RandomExpressions.edgesOf(old.table()));
            boolean left = edge.left() == old.table();
            if (rows * edge.fanOut(left) > MOST_ROWS) {
                return;
            }
            rows *= edge.fanOut(left);
            String kind =
                    expressions.pick(
                            List.of(
                                    " join ",
                                    " join ",
                                    " join ",
                                    " left join ",
                                    " left join ",
                                    " right join ",
                                    " full join "));
            String alias = add(left ? edge.right() : edge.left(), "\n " + kind);
            List<String> newKeys = left ? edge.rightKeys() : edge.leftKeys();
            List<String> oldKeys = left ? edge.leftKeys() : edge.rightKeys();
            from.append(
                    IntStream.range(0, newKeys.size())
                            .mapToObj(
                                    i ->
                                            old.alias()
                                                    + "."
                                                    + oldKeys.get(i)
                                                    + " = "
                                                    + alias
                                                    + "."
                                                    + newKeys.get(i))
                            .collect(Collectors.joining(" and ", " on ", "")));
            if (!kind.contains("full") && expressions.chance(20)) {
                List<Reference> both =
                        scope.stream()
                                .filter(
                                        one ->
                                                one.alias().equals(alias)
                                                        || one.alias().equals(old.alias()))
                                .toList();
                from.append(" and ").append(expressions.simplePredicate(both));
            }
        }

        private String where() {
            List<String> conjuncts = new ArrayList<>();
            if (expressions.chance(60)) {
                conjuncts.add(expressions.predicate(scope, 2));
            }
            if (expressions.chance(35)) {
                conjuncts.add(expressions.subqueryPredicate(scope));
            }
            return conjuncts.isEmpty() ? "" : "\nwhere " + String.join("\n  and ", conjuncts);
        }

        private List<Item> items(int count) {
            List<Item> items = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Kind kind = expressions.kindIn(scope);
                items.add(new Item(expressions.expression(kind, scope, 2), kind, false));
            }
            return items;
        }

        private static String list(List<Item> items) {
            return items.stream().map(Item::sql).collect(Collectors.joining(", "));
        }

        private static String positions(int count) {
            return IntStream.rangeClosed(1, count)
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining(", "));
        }

        /** Orders by all columns that compare exactly; cuts only where that makes one answer. */
        private RandomQuery ordered(String sql, List<Item> items) {
            if (expressions.chance(50)) {
                return new RandomQuery(seed, sql, List.of());
            }
            List<Integer> order =
                    IntStream.range(0, items.size())
                            .filter(i -> !items.get(i).approximate())
                            .boxed()
                            .toList();
            if (order.isEmpty()) {
                return new RandomQuery(seed, sql, List.of());
            }
            String keys =
                    order.stream()
                            .map(
                                    i ->
                                            (i + 1)
                                                    + expressions.pick(List.of("", " desc"))
                                                    + " nulls "
                                                    + expressions.pick(List.of("first", "last")))
                            .collect(Collectors.joining(", "));
            boolean cut = order.size() == items.size() && expressions.chance(50);
            String limit =
                    cut
                            ? "\nlimit "
                                    + expressions.number(1, 30)
                                    + (expressions.chance(30)
                                            ? " offset " + expressions.number(1, 10)
                                            : "")
                            : "";
            return new RandomQuery(seed, sql + "\norder by " + keys + limit, order);
        }
    }
}
