package io.colonnade.sql.bind;

import io.colonnade.log.ColumnDefinition;
import io.colonnade.log.Constraint;
import io.colonnade.log.TableDefinition;
import io.colonnade.log.TableStatistics;
import io.colonnade.log.ViewDefinition;
import io.colonnade.sql.catalog.Catalog;
import io.colonnade.sql.catalog.Relation;
import io.colonnade.sql.catalog.SystemRelation;
import io.colonnade.sql.catalog.TableRelation;
import io.colonnade.sql.catalog.ViewRelation;
import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** A catalog made of short texts such as {@code "t: id bigint!, name varchar(20), key(id)"}. */
public final class TestCatalog implements Catalog {
    /** 2024-02-29 12:34:56.789 UTC. */
    public static final long NOW = 1_709_210_096_789_000L;

    private final Map<String, Relation> relations = new LinkedHashMap<>();
    private long nextId = 100_000;

    public static BindContext context() {
        return BindContext.of(List.of("public"), "tester", "dev", NOW, ZoneOffset.UTC);
    }

    /** The eight tables of TPC-H at scale 1. */
    public static TestCatalog tpch() {
        TestCatalog catalog = new TestCatalog();
        catalog.table(
                5,
                "region: r_regionkey integer!, r_name char(25)!, r_comment varchar(152),"
                        + " key(r_regionkey)");
        catalog.table(
                25,
                "nation: n_nationkey integer!, n_name char(25)!, n_regionkey integer!,"
                        + " n_comment varchar(152), key(n_nationkey)");
        catalog.table(
                10_000,
                "supplier: s_suppkey integer!, s_name char(25)!, s_address varchar(40)!,"
                        + " s_nationkey integer!, s_phone char(15)!, s_acctbal numeric(12,2)!,"
                        + " s_comment varchar(101)!, key(s_suppkey)");
        catalog.table(
                150_000,
                "customer: c_custkey integer!, c_name varchar(25)!, c_address varchar(40)!,"
                        + " c_nationkey integer!, c_phone char(15)!, c_acctbal numeric(12,2)!,"
                        + " c_mktsegment char(10)!, c_comment varchar(117)!, key(c_custkey)");
        catalog.table(
                200_000,
                "part: p_partkey integer!, p_name varchar(55)!, p_mfgr char(25)!, p_brand"
                        + " char(10)!, p_type varchar(25)!, p_size integer!, p_container char(10)!,"
                        + " p_retailprice numeric(12,2)!, p_comment varchar(23)!, key(p_partkey)");
        catalog.table(
                800_000,
                "partsupp: ps_partkey integer!, ps_suppkey integer!, ps_availqty"
                        + " integer!, ps_supplycost numeric(12,2)!, ps_comment varchar(199)!,"
                        + " key(ps_partkey ps_suppkey)");
        catalog.table(
                1_500_000,
                "orders: o_orderkey bigint!, o_custkey integer!, o_orderstatus char(1)!,"
                    + " o_totalprice numeric(12,2)!, o_orderdate date!, o_orderpriority char(15)!,"
                    + " o_clerk char(15)!, o_shippriority integer!, o_comment varchar(79)!,"
                    + " key(o_orderkey)");
        catalog.table(
                6_001_215,
                "lineitem: l_orderkey bigint!, l_partkey integer!, l_suppkey integer!, l_linenumber"
                    + " integer!, l_quantity numeric(12,2)!, l_extendedprice numeric(12,2)!,"
                    + " l_discount numeric(12,2)!, l_tax numeric(12,2)!, l_returnflag char(1)!,"
                    + " l_linestatus char(1)!, l_shipdate date!, l_commitdate date!, l_receiptdate"
                    + " date!, l_shipinstruct char(25)!, l_shipmode char(10)!, l_comment"
                    + " varchar(44)!, key(l_orderkey l_linenumber)");
        return catalog;
    }

    /** A table of schema public; {@code !} is NOT NULL, {@code key(a b)} the primary key. */
    public TestCatalog table(double rows, String text) {
        int colon = text.indexOf(':');
        TableDefinition.Builder table =
                TableDefinition.newBuilder()
                        .setId(nextId++)
                        .setSchema("public")
                        .setName(text.substring(0, colon));
        List<String> names = new ArrayList<>();
        for (String item : items(text.substring(colon + 1))) {
            if (item.startsWith("key(")) {
                Constraint.Builder key =
                        Constraint.newBuilder().setKind(Constraint.Kind.PRIMARY_KEY);
                for (String column : item.substring(4, item.length() - 1).split(" ")) {
                    key.addColumns(names.indexOf(column) + 1);
                }
                table.addConstraints(key);
                continue;
            }
            names.add(item.substring(0, item.indexOf(' ')));
            table.addColumns(column(names.size(), item));
        }
        put(new TableRelation(table.build(), TableStatistics.getDefaultInstance(), rows));
        return this;
    }

    private static ColumnDefinition column(int id, String item) {
        String[] words = item.split(" ", 2);
        String rest = words[1];
        ColumnDefinition.Builder column = ColumnDefinition.newBuilder().setId(id).setName(words[0]);
        int defaultAt = rest.indexOf(" default ");
        if (defaultAt >= 0) {
            column.setDefaultSql(rest.substring(defaultAt + 9));
            rest = rest.substring(0, defaultAt);
        }
        if (rest.endsWith(" identity")) {
            column.setIdentity(true).setIdentitySeed(1).setIdentityStep(1);
            rest = rest.substring(0, rest.length() - 9);
        }
        boolean notNull = rest.endsWith("!");
        String type = notNull ? rest.substring(0, rest.length() - 1) : rest;
        return column.setType(type(type).toProto(!notNull)).build();
    }

    private static List<String> items(String text) {
        List<String> items = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? ',' : text.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                items.add(text.substring(start, i).strip());
                start = i + 1;
            }
        }
        return items;
    }

    /** A type by its SQL spelling. */
    public static SqlType type(String text) {
        int open = text.indexOf('(');
        String name = open < 0 ? text : text.substring(0, open);
        int[] numbers =
                open < 0
                        ? new int[0]
                        : Arrays.stream(text.substring(open + 1, text.length() - 1).split(","))
                                .mapToInt(Integer::parseInt)
                                .toArray();
        return switch (name) {
            case "numeric" -> SqlType.decimal(numbers[0], numbers.length > 1 ? numbers[1] : 0);
            case "char" -> SqlType.character(numbers[0]);
            case "varchar" -> SqlType.varchar(numbers.length == 0 ? 0 : numbers[0]);
            case "double" -> SqlType.DOUBLE;
            case "timestamp" -> SqlType.TIMESTAMP;
            case "timestamptz" -> SqlType.TIMESTAMPTZ;
            case "time" -> SqlType.TIME;
            default -> SqlType.of(TypeKind.valueOf(name.toUpperCase(java.util.Locale.ROOT)));
        };
    }

    public TestCatalog view(String name, String sql, String... columns) {
        put(
                new ViewRelation(
                        ViewDefinition.newBuilder()
                                .setId(nextId++)
                                .setSchema("public")
                                .setName(name)
                                .setSql(sql)
                                .addAllColumnNames(List.of(columns))
                                .build()));
        return this;
    }

    /** A system relation, as {@code "pg_class: oid bigint, relname varchar"}. */
    public TestCatalog system(String schema, String text) {
        int colon = text.indexOf(':');
        List<SystemRelation.Column> columns = new ArrayList<>();
        for (String item : items(text.substring(colon + 1))) {
            String[] words = item.split(" ", 2);
            columns.add(new SystemRelation.Column(words[0], type(words[1])));
        }
        put(new SystemRelation(schema, text.substring(0, colon), columns));
        return this;
    }

    private void put(Relation relation) {
        relations.put(relation.schema() + "." + relation.name(), relation);
    }

    @Override
    public Optional<Relation> find(String schema, String name) {
        return Optional.ofNullable(relations.get(schema + "." + name));
    }

    @Override
    public boolean hasSchema(String schema) {
        return schemas().contains(schema);
    }

    @Override
    public Collection<String> schemas() {
        TreeSet<String> schemas = new TreeSet<>(List.of("public", "pg_catalog"));
        relations.values().forEach(relation -> schemas.add(relation.schema()));
        return schemas;
    }

    @Override
    public Collection<String> relations(String schema) {
        return relations.values().stream()
                .filter(relation -> relation.schema().equals(schema))
                .map(Relation::name)
                .toList();
    }
}
