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

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The TPC-DS tables with the sizes of scale 1, from tpcds-tables.txt; for tests. */
final class TpcdsCatalog implements Catalog {
    private static final String FOLDER = "/io/colonnade/sql/fragment/";

    private final Map<String, Relation> relations = new LinkedHashMap<>();

    TpcdsCatalog() {
        long id = 100;
        for (String line : resource("tpcds-tables.txt").lines().toList()) {
            if (!line.startsWith("#")) {
                TableRelation table = table(line.split("\\|"), id++);
                relations.put(table.name(), table);
            }
        }
    }

    /** The queries by their numbers. */
    static Map<String, String> queries() {
        Map<String, String> queries = new LinkedHashMap<>();
        for (String part : resource("tpcds-queries.sql").split("(?m)^-- (?=\\d+$)")) {
            int end = part.indexOf('\n');
            if (Character.isDigit(part.charAt(0))) {
                queries.put(part.substring(0, end), part.substring(end + 1));
            }
        }
        return queries;
    }

    private static String resource(String name) {
        try (InputStream in = TpcdsCatalog.class.getResourceAsStream(FOLDER + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static TableRelation table(String[] parts, long id) {
        double rows = Double.parseDouble(parts[1]);
        TableDefinition.Builder definition =
                TableDefinition.newBuilder().setId(id).setSchema("public").setName(parts[0]);
        TableStatistics.Builder statistics =
                TableStatistics.newBuilder().setTableId(id).setRows(rows);
        List<String> names = new ArrayList<>();
        for (String text : parts[4].split(" ")) {
            String[] column = text.split(":");
            names.add(column[0]);
            SqlType type = type(column[1]);
            definition.addColumns(
                    ColumnDefinition.newBuilder()
                            .setId(names.size())
                            .setName(column[0])
                            .setType(type.toProto(!parts[3].contains(column[0]))));
            long distinct = Long.parseLong(column[2]);
            statistics.addColumns(
                    ColumnStatistics.newBuilder()
                            .setColumnId(names.size())
                            .setDistinct((double) distinct)
                            .setHasRange(true)
                            .setMinImage(image(type, 0, distinct))
                            .setMaxImage(image(type, 1, distinct)));
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
        return new TableRelation(definition.build(), statistics.build(), rows);
    }

    private static SqlType type(String name) {
        return switch (name.charAt(0)) {
            case 'i' -> SqlType.INTEGER;
            case 'd' -> SqlType.DATE;
            case 'n' -> SqlType.decimal(7, 2);
            case 'c' -> SqlType.character(Integer.parseInt(name.substring(1)));
            default -> SqlType.varchar(Integer.parseInt(name.substring(1)));
        };
    }

    /** The least or the greatest value: keys count from 1, text is anything, days are a century. */
    private static long image(SqlType type, int end, long distinct) {
        return switch (type.kind()) {
            case DATE -> LocalDate.of(1900 + 200 * end, 1, 1).toEpochDay();
            case CHAR, VARCHAR ->
                    Images.ofText((end == 0 ? "A" : "z").getBytes(StandardCharsets.UTF_8), 0);
            default -> end == 0 ? 1 : distinct;
        };
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
