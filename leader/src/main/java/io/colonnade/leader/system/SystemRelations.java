package io.colonnade.leader.system;

import com.google.protobuf.ByteString;

import io.colonnade.error.ColonnadeException;
import io.colonnade.plan.DataType;
import io.colonnade.plan.Literal;
import io.colonnade.plan.PlanNode;
import io.colonnade.plan.SystemScan;
import io.colonnade.plan.Values;
import io.colonnade.sql.catalog.Relation;
import io.colonnade.sql.catalog.SystemRelation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All system relations by schema and name, and their rows as plan nodes. Stateless. */
public final class SystemRelations {
    private static final Map<String, Map<String, SystemTable>> TABLES = new LinkedHashMap<>();

    static {
        List<SystemTable> all = new ArrayList<>();
        all.addAll(PostgresCatalog.tables());
        all.addAll(EmptyCatalog.tables());
        all.addAll(InformationSchema.tables());
        all.addAll(MonitoringTables.tables());
        all.addAll(StorageTables.tables());
        all.addAll(HistoryTables.tables());
        all.addAll(BlockTables.tables());
        all.addAll(CacheTables.tables());
        all.addAll(LoadTables.tables());
        all.addAll(WorkloadTables.tables());
        all.addAll(VacuumTables.tables());
        all.addAll(PostgresUsers.tables());
        all.addAll(ObjectTexts.tables());
        all.addAll(PostgresKeys.tables());
        all.addAll(PostgresColumns.tables());
        for (SystemTable table : all) {
            TABLES.computeIfAbsent(table.relation().schema(), schema -> new LinkedHashMap<>())
                    .put(table.relation().name(), table);
        }
    }

    private SystemRelations() {}

    public static Optional<Relation> find(String schema, String name) {
        return Optional.ofNullable(TABLES.getOrDefault(schema, Map.of()).get(name))
                .map(SystemTable::relation);
    }

    /** PostgreSQL's types of the relation's columns as clients are told them. */
    public static List<Integer> typeOids(SystemRelation relation) {
        return TABLES.get(relation.schema()).get(relation.name()).typeOids();
    }

    public static boolean hasSchema(String schema) {
        return TABLES.containsKey(schema);
    }

    public static Collection<String> schemas() {
        return TABLES.keySet();
    }

    public static Collection<String> names(String schema) {
        return TABLES.getOrDefault(schema, Map.of()).keySet();
    }

    /** The plan with every SystemScan replaced by the rows it stands for. */
    public static PlanNode resolve(PlanNode plan, SystemContext context) {
        if (plan.hasSystemScan()) {
            return values(plan, context);
        }
        PlanNode.Builder copy = null;
        for (int i = 0; i < plan.getInputsCount(); i++) {
            PlanNode input = plan.getInputs(i);
            PlanNode resolved = resolve(input, context);
            if (resolved != input) {
                copy = copy == null ? plan.toBuilder() : copy;
                copy.setInputs(i, resolved);
            }
        }
        return copy == null ? plan : copy.build();
    }

    private static PlanNode values(PlanNode plan, SystemContext context) {
        SystemScan scan = plan.getSystemScan();
        SystemTable table = TABLES.get(scan.getSchema()).get(scan.getName());
        Values.Builder values = Values.newBuilder();
        long[] rows = new long[1];
        table.rows()
                .accept(
                        context,
                        cells -> {
                            rows[0]++;
                            for (int i = 0; i < scan.getColumnsCount(); i++) {
                                Object cell = cells[scan.getColumns(i)];
                                values.addCells(literal(cell, plan.getOutput(i)));
                            }
                        });
        return plan.toBuilder().setValues(values.setRowCount(rows[0])).build();
    }

    private static Literal literal(Object value, DataType type) {
        Literal.Builder literal = Literal.newBuilder();
        return switch (value) {
            case null -> literal.setNullValue(true).build();
            case Boolean b -> literal.setBooleanValue(b).build();
            case Double d -> literal.setDoubleValue(d).build();
            case Float f -> literal.setDoubleValue(f).build();
            case Number n -> literal.setLongValue(n.longValue()).build();
            case String s -> literal.setBytesValue(ByteString.copyFromUtf8(s)).build();
            default ->
                    throw ColonnadeException.internal(
                            "no literal of type " + type.getKind() + " for " + value);
        };
    }
}
