package io.colonnade.cli;

import io.colonnade.bench.TpchTable;
import io.colonnade.cli.RandomSchema.Column;
import io.colonnade.cli.RandomSchema.Edge;
import io.colonnade.cli.RandomSchema.Kind;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Random expressions and predicates over what a FROM clause offers, in the dialect that both
 * engines read alike: no integer division, no division by zero, no text that depends on padding,
 * decimals of at most three factors.
 */
final class RandomExpressions {
    /** A column under the alias of its table. */
    record Reference(String alias, TpchTable table, Column column) {
        String sql() {
            return alias + "." + column.name();
        }
    }

    private static final List<String> COMPARISONS = List.of("=", "<>", "<", "<=", ">", ">=");
    private static final List<String> INEQUALITIES = List.of("<", "<=", ">", ">=", "<>");

    private final SplittableRandom random;
    private int aliases;

    RandomExpressions(SplittableRandom random) {
        this.random = random;
    }

    String newAlias() {
        aliases++;
        return "t" + aliases;
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    int number(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    static List<Reference> references(String alias, TpchTable table) {
        return RandomSchema.columns(table).stream()
                .map(column -> new Reference(alias, table, column))
                .toList();
    }

    private List<Reference> ofKind(List<Reference> scope, Kind kind) {
        return scope.stream().filter(reference -> reference.column().kind() == kind).toList();
    }

    /** A kind that the scope has a column of. */
    Kind kindIn(List<Reference> scope) {
        return pick(scope).column().kind();
    }

    /** An expression of the kind, of at most so many levels; the scope has a column of it. */
    String expression(Kind kind, List<Reference> scope, int depth) {
        List<Reference> columns = ofKind(scope, kind);
        if (columns.isEmpty()) {
            return literal(kind);
        }
        Reference column = pick(columns);
        if (depth == 0 || chance(35)) {
            return column.sql();
        }
        if (chance(12)) {
            return "case when "
                    + simplePredicate(scope)
                    + " then "
                    + expression(kind, scope, depth - 1)
                    + " else "
                    + (chance(30) ? "null" : pick(columns).sql())
                    + " end";
        }
        if (chance(10)) {
            return "coalesce("
                    + column.sql()
                    + ", "
                    + pick(columns).sql()
                    + ", "
                    + column.column().literal(random)
                    + ")";
        }
        if (chance(6)) {
            return "nullif(" + column.sql() + ", " + column.column().literal(random) + ")";
        }
        return switch (kind) {
            case INTEGER -> integer(column, scope, depth);
            case DECIMAL -> decimal(column, columns);
            case DATE -> date(column, columns);
            case TEXT -> text(column, scope);
            case CODE -> column.sql();
        };
    }

    private String literal(Kind kind) {
        return switch (kind) {
            case INTEGER -> Integer.toString(number(0, 100));
            case DECIMAL -> number(0, 99) + "." + number(10, 99);
            case DATE -> "date '1995-06-17'";
            case TEXT -> "'" + pick(RandomSchema.WORDS) + "'";
            case CODE -> "'N'";
        };
    }

    private String integer(Reference column, List<Reference> scope, int depth) {
        List<Reference> dates = ofKind(scope, Kind.DATE);
        List<Reference> texts = ofKind(scope, Kind.TEXT);
        return switch (number(0, 9)) {
            case 0 -> "(" + column.sql() + " + " + expression(Kind.INTEGER, scope, depth - 1) + ")";
            case 1 -> "(" + column.sql() + " - " + number(1, 50) + ")";
            case 2 -> "(" + column.sql() + " * " + number(2, 9) + ")";
            case 3 -> "(" + column.sql() + " % " + number(2, 9) + ")";
            case 4 -> "abs(" + column.sql() + " - " + number(1, 100) + ")";
            case 5 -> "greatest(" + column.sql() + ", " + number(1, 50) + ")";
            case 6 ->
                    dates.isEmpty()
                            ? column.sql()
                            : "extract("
                                    + pick(List.of("year", "month", "day", "quarter"))
                                    + " from "
                                    + pick(dates).sql()
                                    + ")";
            case 7 -> texts.isEmpty() ? "-" + column.sql() : "length(" + pick(texts).sql() + ")";
            case 8 ->
                    dates.size() < 2
                            ? column.sql()
                            : "(" + pick(dates).sql() + " - " + pick(dates).sql() + ")";
            default -> "cast(" + column.sql() + " as bigint)";
        };
    }

    private String decimal(Reference column, List<Reference> columns) {
        return switch (number(0, 8)) {
            case 0 -> "(" + column.sql() + " + " + pick(columns).sql() + ")";
            case 1 -> "(" + column.sql() + " - " + pick(columns).sql() + ")";
            case 2 -> "(" + column.sql() + " * (1 - " + pick(columns).sql() + "))";
            case 3 -> "(" + column.sql() + " * " + pick(columns).sql() + ")";
            case 4 -> "round(" + column.sql() + ", 1)";
            case 5 -> "abs(" + column.sql() + ")";
            case 6 -> "-" + column.sql();
            case 7 -> "(" + column.sql() + " * 0." + number(1, 9) + ")";
            default -> "least(" + column.sql() + ", " + pick(columns).sql() + ")";
        };
    }

    private String date(Reference column, List<Reference> columns) {
        return switch (number(0, 3)) {
            case 0 -> "(" + column.sql() + " + " + number(1, 90) + ")";
            case 1 -> "(" + column.sql() + " - " + number(1, 90) + ")";
            case 2 -> "greatest(" + column.sql() + ", " + pick(columns).sql() + ")";
            default -> "least(" + column.sql() + ", " + pick(columns).sql() + ")";
        };
    }

    private String text(Reference column, List<Reference> scope) {
        List<Reference> integers = ofKind(scope, Kind.INTEGER);
        return switch (number(0, 6)) {
            case 0 -> "upper(" + column.sql() + ")";
            case 1 -> "lower(" + column.sql() + ")";
            case 2 ->
                    "substring("
                            + column.sql()
                            + " from "
                            + number(1, 6)
                            + " for "
                            + number(1, 8)
                            + ")";
            case 3 -> "(" + column.sql() + " || '-' || " + column.sql() + ")";
            case 4 -> "trim(" + column.sql() + ")";
            case 5 -> "replace(" + column.sql() + ", 'e', '" + pick(List.of("", "E", "ee")) + "')";
            default ->
                    integers.isEmpty()
                            ? column.sql()
                            : "cast(" + pick(integers).sql() + " as varchar)";
        };
    }

    /** A predicate without subqueries. */
    String simplePredicate(List<Reference> scope) {
        Reference column = pick(scope);
        Kind kind = column.column().kind();
        String literal = column.column().literal(random);
        return switch (number(0, 9)) {
            case 0 -> column.sql() + " is null";
            case 1 -> column.sql() + " is not null";
            case 2 ->
                    column.sql()
                            + " between "
                            + literal
                            + " and "
                            + column.column().literal(random);
            case 3 ->
                    kind == Kind.TEXT
                            ? like(scope)
                            : column.sql()
                                    + (chance(30) ? " not in (" : " in (")
                                    + literal
                                    + ", "
                                    + column.column().literal(random)
                                    + ", "
                                    + column.column().literal(random)
                                    + ")";
            case 4 -> like(scope);
            case 5 ->
                    kind == Kind.DATE
                            ? column.sql()
                                    + " >= "
                                    + literal
                                    + " + interval '"
                                    + number(1, 9)
                                    + "' "
                                    + pick(List.of("day", "month", "year"))
                            : column.sql()
                                    + " "
                                    + pick(COMPARISONS)
                                    + " "
                                    + pick(ofKind(scope, kind)).sql();
            case 6 ->
                    expression(kind, scope, 1)
                            + " "
                            + pick(COMPARISONS)
                            + " "
                            + expression(kind, scope, 1);
            default -> column.sql() + " " + comparison(kind) + " " + literal;
        };
    }

    /** Equality with a literal is for columns of few values; elsewhere it leaves no rows. */
    private String comparison(Kind kind) {
        return pick(kind == Kind.CODE || kind == Kind.INTEGER ? COMPARISONS : INEQUALITIES);
    }

    /** On VARCHAR only: whether CHAR is padded before LIKE looks at it differs. */
    private String like(List<Reference> scope) {
        List<Reference> texts = ofKind(scope, Kind.TEXT);
        if (texts.isEmpty()) {
            return "1 = 1";
        }
        String word = pick(RandomSchema.WORDS);
        String pattern =
                pick(
                        List.of(
                                "%" + word + "%",
                                word + "%",
                                "%" + word,
                                "%" + word + "%e%",
                                "_" + word + "%"));
        return pick(texts).sql() + (chance(30) ? " not like '" : " like '") + pattern + "'";
    }

    /** A predicate of simple ones under AND, OR and NOT. */
    String predicate(List<Reference> scope, int depth) {
        if (depth == 0 || chance(45)) {
            return simplePredicate(scope);
        }
        return switch (number(0, 3)) {
            case 0 -> "not (" + predicate(scope, depth - 1) + ")";
            case 1 ->
                    "(" + predicate(scope, depth - 1) + " and " + predicate(scope, depth - 1) + ")";
            default ->
                    "(" + predicate(scope, depth - 1) + " or " + predicate(scope, depth - 1) + ")";
        };
    }

    /** A predicate with a subquery over a table that joins one of the scope's, or a simple one. */
    String subqueryPredicate(List<Reference> scope) {
        Reference outer = pick(scope);
        List<Edge> edges = edgesOf(outer.table());
        Edge edge = pick(edges);
        boolean left = edge.left() == outer.table();
        TpchTable inner = left ? edge.right() : edge.left();
        String alias = newAlias();
        List<Reference> innerScope = references(alias, inner);
        String from = " from " + NullableTpch.name(inner) + " " + alias;
        String where = chance(60) ? simplePredicate(innerScope) : "1 = 1";
        String innerKey = alias + "." + (left ? edge.rightKeys() : edge.leftKeys()).get(0);
        String outerKey = outer.alias() + "." + (left ? edge.leftKeys() : edge.rightKeys()).get(0);
        String correlation = innerKey + " = " + outerKey;
        return switch (number(0, 7)) {
            case 0 -> "exists (select 1" + from + " where " + correlation + " and " + where + ")";
            case 1 ->
                    "not exists (select *" + from + " where " + correlation + " and " + where + ")";
            case 2 -> outerKey + " in (select " + innerKey + from + " where " + where + ")";
            case 3 -> outerKey + " not in (select " + innerKey + from + " where " + where + ")";
            case 4 -> correlatedExists(scope, innerScope, from, correlation);
            case 5 -> aggregateComparison(outer, innerScope, from, correlation);
            case 6 -> aggregateComparison(outer, innerScope, from, where);
            default ->
                    outerKey
                            + " "
                            + pick(List.of(">", "<=", "<>"))
                            + " "
                            + pick(List.of("all", "any"))
                            + " (select "
                            + innerKey
                            + from
                            + " where "
                            + where
                            + " and "
                            + innerKey
                            + " < "
                            + number(2, 40)
                            + ")";
        };
    }

    /** Equal keys and, beyond them, an inequality between inner and outer columns. */
    private String correlatedExists(
            List<Reference> scope, List<Reference> innerScope, String from, String correlation) {
        Reference inner = pick(innerScope);
        List<Reference> same = ofKind(scope, inner.column().kind());
        String more =
                same.isEmpty()
                        ? "1 = 1"
                        : inner.sql() + " " + pick(COMPARISONS) + " " + pick(same).sql();
        return (chance(40) ? "not exists" : "exists")
                + " (select 1"
                + from
                + " where "
                + correlation
                + " and "
                + more
                + ")";
    }

    private String aggregateComparison(
            Reference outer, List<Reference> innerScope, String from, String where) {
        Kind kind = outer.column().kind();
        List<Reference> same = ofKind(innerScope, kind);
        boolean countable = same.isEmpty() || kind == Kind.INTEGER && chance(50);
        String comparison = " " + pick(COMPARISONS) + " ";
        if (countable) {
            return number(0, 5) + comparison + "(select count(*)" + from + " where " + where + ")";
        }
        String function = pick(List.of("min", "max"));
        return outer.sql()
                + comparison
                + "(select "
                + function
                + "("
                + pick(same).sql()
                + ")"
                + from
                + " where "
                + where
                + ")";
    }

    /** A scalar subquery for a select list, correlated with a table of the scope. */
    String scalarSubquery(List<Reference> scope) {
        Reference outer = pick(scope);
        Edge edge = pick(edgesOf(outer.table()));
        boolean left = edge.left() == outer.table();
        TpchTable inner = left ? edge.right() : edge.left();
        String alias = newAlias();
        Reference value = pick(references(alias, inner));
        String aggregate =
                pick(
                        List.of(
                                "min(" + value.sql() + ")",
                                "max(" + value.sql() + ")",
                                "count(*)",
                                "count(" + value.sql() + ")"));
        return "(select "
                + aggregate
                + " from "
                + NullableTpch.name(inner)
                + " "
                + alias
                + " where "
                + alias
                + "."
                + (left ? edge.rightKeys() : edge.leftKeys()).get(0)
                + " = "
                + outer.alias()
                + "."
                + (left ? edge.leftKeys() : edge.rightKeys()).get(0)
                + ")";
    }

    static List<Edge> edgesOf(TpchTable table) {
        List<Edge> edges = new ArrayList<>();
        for (Edge edge : RandomSchema.EDGES) {
            if (Stream.of(edge.left(), edge.right()).anyMatch(table::equals)) {
                edges.add(edge);
            }
        }
        return edges;
    }
}
