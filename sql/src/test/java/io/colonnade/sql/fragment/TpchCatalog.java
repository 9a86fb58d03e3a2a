package io.colonnade.sql.fragment;

import io.colonnade.log.ColumnDefinition;
import io.colonnade.log.ColumnStatistics;
import io.colonnade.log.Constraint;
import io.colonnade.log.DistributionStyle;
import io.colonnade.log.TableDefinition;
import io.colonnade.log.TableStatistics;
import io.colonnade.sql.catalog.Catalog;
import io.colonnade.sql.catalog.Relation;
import io.colonnade.sql.catalog.TableRelation;
import io.colonnade.sql.statistics.Images;
import io.colonnade.type.SqlType;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The TPC-H tables with the statistics of scale 1, distributed as the benchmark does. */
final class TpchCatalog implements Catalog {
    private static final Map<String, SqlType> TYPES =
            Map.of(
                    "int", SqlType.INTEGER,
                    "bigint", SqlType.BIGINT,
                    "dec", SqlType.decimal(12, 2),
                    "date", SqlType.DATE);

    /** Name, rows, distribution (ALL or a column), key; then name type distinct min max. */
    private static final String[] TABLES = {
        "region|5|ALL|r_regionkey|r_regionkey int 5 0 4|r_name char25 5 AFRICA MIDDLE|"
                + "r_comment varchar152 5 a z",
        "nation|25|ALL|n_nationkey|n_nationkey int 25 0 24|n_name char25 25 ALGERIA VIETNAM|"
                + "n_regionkey int 5 0 4|n_comment varchar152 25 a z",
        "supplier|10000|ALL|s_suppkey|s_suppkey int 10000 1 10000|"
                + "s_name char25 10000 Supplier Supplier|s_address varchar40 10000 A z|"
                + "s_nationkey int 25 0 24|s_phone char15 10000 10 34|"
                + "s_acctbal dec 9950 -99866 999972|s_comment varchar101 10000 a z",
        "customer|150000|ALL|c_custkey|c_custkey int 150000 1 150000|"
                + "c_name varchar25 150000 Customer Customer|c_address varchar40 150000 A z|"
                + "c_nationkey int 25 0 24|c_phone char15 150000 10 34|"
                + "c_acctbal dec 140000 -99999 999999|"
                + "c_mktsegment char10 5 AUTOMOBILE MACHINERY|c_comment varchar117 149000 a z",
        "part|200000|p_partkey|p_partkey|p_partkey int 200000 1 200000|p_name varchar55 199997"
            + " almond yellow|p_mfgr char25 5 Manufacturer#1 Manufacturer#5|p_brand char10 25"
            + " Brand#11 Brand#55|p_type varchar25 150 ECONOMY STANDARD|p_size int 50 1"
            + " 50|p_container char10 40 JUMBO WRAP|p_retailprice dec 20899 90100 209899|p_comment"
            + " varchar23 130000 a z",
        "partsupp|800000|ps_partkey|ps_partkey,ps_suppkey|ps_partkey int 200000 1 200000|"
                + "ps_suppkey int 10000 1 10000|ps_availqty int 9999 1 9999|"
                + "ps_supplycost dec 99865 100 100000|ps_comment varchar199 799124 a z",
        "orders|1500000|o_orderkey|o_orderkey|o_orderkey bigint 1500000 1 6000000|o_custkey int"
            + " 99996 1 149999|o_orderstatus char1 3 F P|o_totalprice dec 1464556 85771"
            + " 55528516|o_orderdate date 2406 1992-01-01 1998-08-02|o_orderpriority char15 5"
            + " 1-URGENT 5-LOW|o_clerk char15 1000 Clerk Clerk|o_shippriority int 1 0 0|o_comment"
            + " varchar79 1482071 a z",
        "lineitem|6001215|l_orderkey|l_orderkey,l_linenumber|l_orderkey bigint 1500000 1 6000000|"
                + "l_partkey int 200000 1 200000|l_suppkey int 10000 1 10000|"
                + "l_linenumber int 7 1 7|l_quantity dec 50 100 5000|"
                + "l_extendedprice dec 933900 90100 10494950|l_discount dec 11 0 10|"
                + "l_tax dec 9 0 8|l_returnflag char1 3 A R|l_linestatus char1 2 F O|"
                + "l_shipdate date 2526 1992-01-02 1998-12-01|"
                + "l_commitdate date 2466 1992-01-31 1998-10-31|"
                + "l_receiptdate date 2554 1992-01-04 1998-12-31|"
                + "l_shipinstruct char25 4 COLLECT TAKE|l_shipmode char10 7 AIR TRUCK|"
                + "l_comment varchar44 4500000 a z",
    };

    private final Map<String, Relation> relations = new LinkedHashMap<>();

    TpchCatalog() {
        this(true);
    }

    /**
     * @param analyzed whether the tables have statistics
     */
    TpchCatalog(boolean analyzed) {
        long id = 100;
        for (String table : TABLES) {
            TableRelation relation = table(table.split("\\|"), id++, analyzed);
            relations.put(relation.name(), relation);
        }
    }

    private static TableRelation table(String[] parts, long id, boolean analyzed) {
        double rows = Double.parseDouble(parts[1]);
        List<String> names = Arrays.stream(parts).skip(4).map(part -> part.split(" ")[0]).toList();
        TableDefinition.Builder definition =
                TableDefinition.newBuilder().setId(id).setSchema("public").setName(parts[0]);
        TableStatistics.Builder statistics =
                TableStatistics.newBuilder().setTableId(id).setRows(rows);
        for (int i = 0; i < names.size(); i++) {
            String[] column = parts[i + 4].split(" ");
            SqlType type = type(column[1]);
            definition.addColumns(
                    ColumnDefinition.newBuilder()
                            .setId(i + 1)
                            .setName(column[0])
                            .setType(type.toProto(false)));
            statistics.addColumns(
                    ColumnStatistics.newBuilder()
                            .setColumnId(i + 1)
                            .setDistinct(Double.parseDouble(column[2]))
                            .setHasRange(true)
                            .setMinImage(image(column[3], type))
                            .setMaxImage(image(column[4], type)));
        }
        if (parts[2].equals("ALL")) {
            definition.setDistribution(DistributionStyle.ALL);
        } else {
            definition
                    .setDistribution(DistributionStyle.KEY)
                    .setDistributionColumn(names.indexOf(parts[2]) + 1);
        }
        List<Integer> key = new ArrayList<>();
        for (String column : parts[3].split(",")) {
            key.add(names.indexOf(column) + 1);
        }
        definition.addConstraints(
                Constraint.newBuilder().setKind(Constraint.Kind.PRIMARY_KEY).addAllColumns(key));
        return new TableRelation(
                definition.build(),
                analyzed ? statistics.build() : TableStatistics.getDefaultInstance(),
                rows);
    }

    private static SqlType type(String name) {
        if (name.startsWith("char")) {
            return SqlType.character(Integer.parseInt(name.substring(4)));
        }
        return name.startsWith("varchar")
                ? SqlType.varchar(Integer.parseInt(name.substring(7)))
                : TYPES.get(name);
    }

    private static long image(String text, SqlType type) {
        return switch (type.physical()) {
            case BYTES -> Images.ofText(text.getBytes(StandardCharsets.UTF_8), 0);
            default ->
                    type.equals(SqlType.DATE)
                            ? LocalDate.parse(text).toEpochDay()
                            : Long.parseLong(text);
        };
    }

    TableRelation table(String name) {
        return (TableRelation) relations.get(name);
    }

    @Override
    public Optional<Relation> find(String schema, String name) {
        return schema.equals("public")
                ? Optional.ofNullable(relations.get(name))
                : Optional.empty();
    }

    @Override
    public boolean hasSchema(String schema) {
        return schema.equals("public") || schema.equals("pg_catalog");
    }

    @Override
    public Collection<String> schemas() {
        return List.of("pg_catalog", "public");
    }

    @Override
    public Collection<String> relations(String schema) {
        return schema.equals("public") ? relations.keySet() : List.of();
    }
}
