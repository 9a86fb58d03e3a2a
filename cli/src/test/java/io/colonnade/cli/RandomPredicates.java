package io.colonnade.cli;

import java.util.List;
import java.util.Random;

/**
 * Random conditions over tables m1 and m2 (columns a, b, s, d, p, t; all may be NULL), with
 * sub-queries. No condition fails at run time. One per test; not shared.
 */
final class RandomPredicates {
    static final List<String> TABLES = List.of("m1", "m2");

    private static final List<String> NUMBERS = List.of("a", "b", "d");
    private static final List<String> COMPARISONS = List.of("=", "<>", "<", "<=", ">", ">=");
    private static final List<String> TEXTS =
            List.of("''", "'a'", "'ab'", "'b%'", "'é'", "NULL", "'abc'");
    private static final List<String> DATES =
            List.of("DATE '2020-01-01'", "DATE '2020-02-29'", "NULL", "DATE '1999-12-31'");

    private final Random random;

    RandomPredicates(Random random) {
        this.random = random;
    }

    String create(String table) {
        return "CREATE TABLE "
                + table
                + "(a INT, b BIGINT, s VARCHAR(10), d DECIMAL(8,2), p BOOLEAN, t DATE)"
                + pick(List.of("", " DISTSTYLE ALL", " DISTKEY(a)", " SORTKEY(a, s)"));
    }

    String insert(String table, int rows) {
        StringBuilder sql = new StringBuilder("INSERT INTO " + table + " VALUES ");
        for (int i = 0; i < rows; i++) {
            sql.append(i == 0 ? "(" : ", (")
                    .append(orNull(String.valueOf(random.nextInt(6) - 1)))
                    .append(", ")
                    .append(orNull(String.valueOf(random.nextInt(6))))
                    .append(", ")
                    .append(orNull(pick(List.of("''", "'a'", "'ab'", "'b'", "'é'", "'abc'"))))
                    .append(", ")
                    .append(orNull(pick(List.of("0", "1.5", "-2.25", "3", "4.00"))))
                    .append(", ")
                    .append(orNull(random.nextBoolean() ? "true" : "false"))
                    .append(", ")
                    .append(orNull("DATE '2020-0" + (1 + random.nextInt(3)) + "-01'"))
                    .append(')');
        }
        return sql.toString();
    }

    private String orNull(String value) {
        return random.nextInt(4) == 0 ? "NULL" : value;
    }

    private <T> T pick(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    /** What stands in FROM: one table, or a join of two or three. */
    String from() {
        String first = pick(TABLES) + " x";
        return switch (random.nextInt(5)) {
            case 0 -> first;
            case 1 -> first + join() + pick(TABLES) + " y ON " + equality("x", "y");
            case 2 ->
                    first
                            + join()
                            + pick(TABLES)
                            + " y ON "
                            + equality("x", "y")
                            + " AND "
                            + leaf(pick(List.of("x", "y")));
            case 3 -> first + ", " + pick(TABLES) + " y";
            default ->
                    first
                            + join()
                            + "(SELECT a, b, s, d, p, t FROM "
                            + pick(TABLES)
                            + " z WHERE "
                            + leaf("z")
                            + ") y ON "
                            + equality("x", "y");
        };
    }

    private String join() {
        return pick(List.of(" JOIN ", " LEFT JOIN ", " RIGHT JOIN ", " FULL JOIN "));
    }

    private String equality(String left, String right) {
        return switch (random.nextInt(4)) {
            case 0 -> left + ".s = " + right + ".s";
            case 1 -> left + ".t = " + right + ".t AND " + left + ".a = " + right + ".b";
            default -> left + "." + pick(NUMBERS) + " = " + right + "." + pick(NUMBERS);
        };
    }

    /** A condition over these aliases. */
    String predicate(List<String> aliases, int depth) {
        if (depth == 0) {
            return leaf(pick(aliases));
        }
        return switch (random.nextInt(8)) {
            case 0, 1 -> binary(" AND ", aliases, depth);
            case 2, 3 -> binary(" OR ", aliases, depth);
            case 4 -> "NOT (" + predicate(aliases, depth - 1) + ")";
            case 5 ->
                    "CASE WHEN "
                            + predicate(aliases, depth - 1)
                            + " THEN "
                            + predicate(aliases, depth - 1)
                            + " ELSE "
                            + leaf(pick(aliases))
                            + " END";
            case 6 -> subQuery(pick(aliases));
            default -> leaf(pick(aliases));
        };
    }

    private String binary(String operator, List<String> aliases, int depth) {
        return "(" + predicate(aliases, depth - 1) + operator + predicate(aliases, depth - 1) + ")";
    }

    private String subQuery(String alias) {
        String table = pick(TABLES);
        String correlated =
                switch (random.nextInt(4)) {
                    case 0 -> "";
                    case 1 -> " AND q." + pick(NUMBERS) + " = " + alias + "." + pick(NUMBERS);
                    case 2 -> " AND q.s = " + alias + ".s";
                    default -> " AND q." + pick(NUMBERS) + pick(COMPARISONS) + alias + ".b";
                };
        String rest = " FROM " + table + " q WHERE " + leaf("q") + correlated;
        String not = random.nextBoolean() ? "NOT " : "";
        return switch (random.nextInt(6)) {
            case 0 -> not + "EXISTS (SELECT 1" + rest + ")";
            case 1 -> alias + ".a " + not + "IN (SELECT q." + pick(NUMBERS) + rest + ")";
            case 2 -> alias + ".s " + not + "IN (SELECT q.s" + rest + ")";
            case 3 ->
                    alias
                            + ".b "
                            + pick(COMPARISONS)
                            + pick(List.of(" ANY", " ALL"))
                            + " (SELECT q.a"
                            + rest
                            + ")";
            case 4 -> alias + ".d " + pick(COMPARISONS) + " (SELECT MAX(q.d)" + rest + ")";
            default -> alias + ".a " + pick(COMPARISONS) + " (SELECT COUNT(*)" + rest + ")";
        };
    }

    private String leaf(String alias) {
        String number = alias + "." + pick(NUMBERS);
        return switch (random.nextInt(14)) {
            case 0 -> number + " " + pick(COMPARISONS) + " " + constant();
            case 1 -> number + " " + pick(COMPARISONS) + " " + alias + "." + pick(NUMBERS);
            case 2 -> number + not() + " IN (" + constant() + ", " + constant() + ")";
            case 3 -> number + not() + " BETWEEN " + constant() + " AND " + constant();
            case 4 -> alias + "." + pick(List.of("a", "s", "p", "t")) + " IS" + not() + " NULL";
            case 5 -> alias + ".s " + pick(COMPARISONS) + " " + pick(TEXTS);
            case 6 -> alias + ".s" + not() + " LIKE " + pick(List.of("'a%'", "'_'", "'%b%'", "''"));
            case 7 -> alias + ".s" + not() + " IN (" + pick(TEXTS) + ", " + pick(TEXTS) + ")";
            case 8 -> alias + ".p";
            case 9 -> alias + ".p IS" + not() + pick(List.of(" TRUE", " FALSE", " UNKNOWN"));
            case 10 -> alias + ".t " + pick(COMPARISONS) + " " + pick(DATES);
            case 11 -> "COALESCE(" + number + ", 2) " + pick(COMPARISONS) + " " + constant();
            case 12 -> number + " + 1 " + pick(COMPARISONS) + " " + alias + "." + pick(NUMBERS);
            default -> number + " IS" + not() + " DISTINCT FROM " + constant();
        };
    }

    private String not() {
        return random.nextInt(3) == 0 ? " NOT" : "";
    }

    private String constant() {
        return pick(List.of("0", "1", "2", "3", "-1", "1.5", "NULL", "2.25", "99", "4"));
    }
}
