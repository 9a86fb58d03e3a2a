package io.colonnade.cli;

import io.colonnade.bench.TpchTable;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** What random queries know of the tables: columns, their kinds and values, and what joins what. */
final class RandomSchema {
    /** Kinds of expressions; CODE is CHAR with few values, TEXT is VARCHAR. */
    enum Kind {
        INTEGER,
        DECIMAL,
        DATE,
        CODE,
        TEXT
    }

    /** A column of a table; low and high bound its numbers, values are what a CODE may hold. */
    record Column(String name, Kind kind, int low, int high, List<String> values) {
        /** A literal from the column's own range, so that predicates hit. */
        String literal(SplittableRandom random) {
            return switch (kind) {
                case INTEGER -> Integer.toString(random.nextInt(low, high + 1));
                case DECIMAL -> decimal(random);
                case DATE -> date(random);
                case CODE -> "'" + values.get(random.nextInt(values.size())) + "'";
                case TEXT -> "'" + WORDS.get(random.nextInt(WORDS.size())) + "'";
            };
        }

        /** Bounds of decimals are in hundredths. */
        private String decimal(SplittableRandom random) {
            int hundredths = random.nextInt(low, high + 1);
            String sign = hundredths < 0 ? "-" : "";
            int size = Math.abs(hundredths);
            return sign + size / 100 + "." + size / 10 % 10 + size % 10;
        }

        private static String date(SplittableRandom random) {
            return "date '"
                    + random.nextInt(1992, 1999)
                    + "-0"
                    + random.nextInt(1, 10)
                    + "-"
                    + random.nextInt(10, 29)
                    + "'";
        }
    }

    /** Two tables that may be joined on equal columns without too many rows coming out. */
    record Edge(TpchTable left, TpchTable right, List<String> leftKeys, List<String> rightKeys) {
        /** About how many rows of the side that is added a row of the other one meets. */
        double fanOut(boolean addsRight) {
            TpchTable added = addsRight ? right : left;
            String key = (addsRight ? rightKeys : leftKeys).get(0);
            double distinct =
                    leftKeys.size() > 1
                            ? TpchTable.PARTSUPP.estimatedRows(NullableTpch.SCALE)
                            : DISTINCT_KEYS.get(key.substring(key.indexOf('_') + 1));
            return Math.max(1, added.estimatedRows(NullableTpch.SCALE) / distinct);
        }
    }

    private static final Map<String, Integer> DISTINCT_KEYS =
            Map.of(
                    "orderkey", 1500,
                    "custkey", 150,
                    "partkey", 200,
                    "suppkey", 10,
                    "nationkey", 25,
                    "regionkey", 5);

    static final List<String> WORDS =
            List.of("furiously", "special", "the", "re", "ironic", "deposits", "n", "express", "q");

    static final List<Edge> EDGES =
            List.of(
                    edge(TpchTable.LINEITEM, TpchTable.ORDERS, "l_orderkey", "o_orderkey"),
                    edge(TpchTable.ORDERS, TpchTable.CUSTOMER, "o_custkey", "c_custkey"),
                    edge(TpchTable.CUSTOMER, TpchTable.NATION, "c_nationkey", "n_nationkey"),
                    edge(TpchTable.SUPPLIER, TpchTable.NATION, "s_nationkey", "n_nationkey"),
                    edge(TpchTable.NATION, TpchTable.REGION, "n_regionkey", "r_regionkey"),
                    edge(TpchTable.LINEITEM, TpchTable.PART, "l_partkey", "p_partkey"),
                    edge(TpchTable.LINEITEM, TpchTable.SUPPLIER, "l_suppkey", "s_suppkey"),
                    edge(TpchTable.PARTSUPP, TpchTable.PART, "ps_partkey", "p_partkey"),
                    edge(TpchTable.PARTSUPP, TpchTable.SUPPLIER, "ps_suppkey", "s_suppkey"),
                    edge(TpchTable.CUSTOMER, TpchTable.SUPPLIER, "c_nationkey", "s_nationkey"),
                    edge(TpchTable.NATION, TpchTable.NATION, "n_regionkey", "n_regionkey"),
                    new Edge(
                            TpchTable.LINEITEM,
                            TpchTable.PARTSUPP,
                            List.of("l_partkey", "l_suppkey"),
                            List.of("ps_partkey", "ps_suppkey")),
                    edge(TpchTable.LINEITEM, TpchTable.LINEITEM, "l_orderkey", "l_orderkey"));

    private static final Map<TpchTable, List<Column>> COLUMNS = columns();

    private RandomSchema() {}

    static List<Column> columns(TpchTable table) {
        return COLUMNS.get(table);
    }

    /** The columns that make a row of the table unique. */
    static List<String> primaryKey(TpchTable table) {
        return switch (table) {
            case REGION -> List.of("r_regionkey");
            case NATION -> List.of("n_nationkey");
            case SUPPLIER -> List.of("s_suppkey");
            case CUSTOMER -> List.of("c_custkey");
            case PART -> List.of("p_partkey");
            // at this scale dbgen repeats pairs of part and supplier
            case PARTSUPP ->
                    List.of(
                            "ps_partkey",
                            "ps_suppkey",
                            "ps_availqty",
                            "ps_supplycost",
                            "ps_comment");
            case ORDERS -> List.of("o_orderkey");
            case LINEITEM -> List.of("l_orderkey", "l_linenumber");
        };
    }

    private static Edge edge(TpchTable left, TpchTable right, String leftKey, String rightKey) {
        return new Edge(left, right, List.of(leftKey), List.of(rightKey));
    }

    private static Map<TpchTable, List<Column>> columns() {
        Map<TpchTable, List<Column>> columns = new EnumMap<>(TpchTable.class);
        columns.put(
                TpchTable.REGION,
                List.of(
                        integer("r_regionkey", 0, 4),
                        code("r_name", "AFRICA", "ASIA", "EUROPE"),
                        text("r_comment")));
        columns.put(
                TpchTable.NATION,
                List.of(
                        integer("n_nationkey", 0, 24),
                        code("n_name", "FRANCE", "GERMANY", "JAPAN", "CHINA", "PERU"),
                        integer("n_regionkey", 0, 4),
                        text("n_comment")));
        columns.put(
                TpchTable.SUPPLIER,
                List.of(
                        integer("s_suppkey", 1, 10),
                        code("s_name", "Supplier#000000003", "Supplier#000000007"),
                        text("s_address"),
                        integer("s_nationkey", 0, 24),
                        decimal("s_acctbal", -99_999, 999_999),
                        text("s_comment")));
        columns.put(
                TpchTable.CUSTOMER,
                List.of(
                        integer("c_custkey", 1, 150),
                        text("c_name"),
                        text("c_address"),
                        integer("c_nationkey", 0, 24),
                        decimal("c_acctbal", -99_999, 999_999),
                        code("c_mktsegment", "BUILDING", "MACHINERY", "FURNITURE"),
                        text("c_comment")));
        columns.put(
                TpchTable.PART,
                List.of(
                        integer("p_partkey", 1, 200),
                        text("p_name"),
                        code("p_mfgr", "Manufacturer#1", "Manufacturer#3", "Manufacturer#5"),
                        code("p_brand", "Brand#13", "Brand#25", "Brand#43"),
                        text("p_type"),
                        integer("p_size", 1, 50),
                        code("p_container", "MED BOX", "JUMBO PKG", "SM CASE", "LG BAG"),
                        decimal("p_retailprice", 90_000, 110_000)));
        columns.put(
                TpchTable.PARTSUPP,
                List.of(
                        integer("ps_partkey", 1, 200),
                        integer("ps_suppkey", 1, 10),
                        integer("ps_availqty", 1, 9_999),
                        decimal("ps_supplycost", 100, 100_000),
                        text("ps_comment")));
        columns.put(
                TpchTable.ORDERS,
                List.of(
                        integer("o_orderkey", 1, 6_000),
                        integer("o_custkey", 1, 150),
                        code("o_orderstatus", "F", "O", "P"),
                        decimal("o_totalprice", 100_000, 40_000_000),
                        date("o_orderdate"),
                        code("o_orderpriority", "1-URGENT", "3-MEDIUM", "5-LOW"),
                        integer("o_shippriority", 0, 1),
                        text("o_comment")));
        columns.put(TpchTable.LINEITEM, lineItem());
        return columns;
    }

    private static List<Column> lineItem() {
        return List.of(
                integer("l_orderkey", 1, 6_000),
                integer("l_partkey", 1, 200),
                integer("l_suppkey", 1, 10),
                integer("l_linenumber", 1, 7),
                decimal("l_quantity", 100, 5_000),
                decimal("l_extendedprice", 90_000, 9_000_000),
                decimal("l_discount", 0, 10),
                decimal("l_tax", 0, 8),
                code("l_returnflag", "A", "N", "R"),
                code("l_linestatus", "F", "O"),
                date("l_shipdate"),
                date("l_commitdate"),
                date("l_receiptdate"),
                code("l_shipinstruct", "NONE", "COLLECT COD", "TAKE BACK RETURN"),
                code("l_shipmode", "AIR", "MAIL", "TRUCK", "REG AIR"),
                text("l_comment"));
    }

    private static Column integer(String name, int low, int high) {
        return new Column(name, Kind.INTEGER, low, high, List.of());
    }

    private static Column decimal(String name, int low, int high) {
        return new Column(name, Kind.DECIMAL, low, high, List.of());
    }

    private static Column date(String name) {
        return new Column(name, Kind.DATE, 0, 0, List.of());
    }

    private static Column code(String name, String... values) {
        return new Column(name, Kind.CODE, 0, 0, new ArrayList<>(List.of(values)));
    }

    private static Column text(String name) {
        return new Column(name, Kind.TEXT, 0, 0, List.of());
    }
}
