package io.colonnade.sql.warmup;

import io.colonnade.log.ColumnDefinition;
import io.colonnade.log.ColumnStatistics;
import io.colonnade.log.Constraint;
import io.colonnade.log.DistributionStyle;
import io.colonnade.log.TableDefinition;
import io.colonnade.log.TableStatistics;
import io.colonnade.sql.catalog.Catalog;
import io.colonnade.sql.catalog.Relation;
import io.colonnade.sql.catalog.TableRelation;
import io.colonnade.type.SqlType;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A star schema that no server has, with statistics. Immutable. */
final class WarmUpCatalog implements Catalog {
    static final String SCHEMA = "public";

    private static final double DISTINCT = 1_000;

    private static final Map<String, SqlType> TYPES =
            Map.of(
                    "int",
                    SqlType.INTEGER,
                    "long",
                    SqlType.BIGINT,
                    "money",
                    SqlType.decimal(12, 2),
                    "date",
                    SqlType.DATE,
                    "time",
                    SqlType.TIMESTAMP,
                    "flag",
                    SqlType.character(1),
                    "word",
                    SqlType.character(20),
                    "text",
                    SqlType.varchar(100));

    private final Map<String, Relation> relations = new LinkedHashMap<>();

    WarmUpCatalog() {
        add(
                "receipts",
                3_000_000,
                "id long|shopper int|state flag|total money|day date|urgency word|note text");
        add(
                "receipt_rows",
                12_000_000,
                "receipt long|item int|maker int|number int|pieces money|amount money|rebate money"
                        + "|duty money|returned flag|day date|promised date|arrived date"
                        + "|way word|note text");
        add(
                "shoppers",
                300_000,
                "id int|name text|place int|phone word|balance money|kind word|seen time");
        add("makers", 20_000, "id int|name word|place int|balance money|note text");
        add("items", 400_000, "id int|name text|brand word|kind text|size int|price money");
        add("stock", 1_600_000, "item int|maker int|pieces int|cost money");
        add("places", 100, "id int|name word|area int");
        add("areas", 10, "id int|name word");
    }

    private void add(String name, double rows, String columns) {
        TableDefinition.Builder table =
                TableDefinition.newBuilder()
                        .setId(relations.size() + 1L)
                        .setSchema(SCHEMA)
                        .setName(name)
                        .setDistribution(DistributionStyle.KEY)
                        .setDistributionColumn(1);
        TableStatistics.Builder statistics =
                TableStatistics.newBuilder().setTableId(table.getId()).setRows(rows);
        int column = 0;
        for (String text : columns.split("\\|")) {
            String[] parts = text.split(" ");
            column++;
            table.addColumns(
                    ColumnDefinition.newBuilder()
                            .setId(column)
                            .setName(parts[0])
                            .setType(TYPES.get(parts[1]).toProto(column > 1)));
            statistics.addColumns(
                    ColumnStatistics.newBuilder()
                            .setColumnId(column)
                            .setDistinct(column == 1 ? rows : Math.min(rows, DISTINCT))
                            .setHasRange(true)
                            .setMinImage(1)
                            .setMaxImage((long) rows));
        }
        if (columns.startsWith("id ")) {
            table.addConstraints(
                    Constraint.newBuilder().setKind(Constraint.Kind.PRIMARY_KEY).addColumns(1));
        }
        relations.put(name, new TableRelation(table.build(), statistics.build(), rows));
    }

    @Override
    public Optional<Relation> find(String schema, String name) {
        return schema.equals(SCHEMA) ? Optional.ofNullable(relations.get(name)) : Optional.empty();
    }

    @Override
    public boolean hasSchema(String schema) {
        return schema.equals(SCHEMA);
    }

    @Override
    public Collection<String> schemas() {
        return List.of(SCHEMA);
    }

    @Override
    public Collection<String> relations(String schema) {
        return schema.equals(SCHEMA) ? relations.keySet() : List.of();
    }
}
