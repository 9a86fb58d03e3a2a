package io.colonnade.sql.bind;

import io.colonnade.log.ColumnDefinition;
import io.colonnade.log.Constraint;
import io.colonnade.sql.catalog.Relation;
import io.colonnade.sql.catalog.SystemRelation;
import io.colonnade.sql.catalog.TableRelation;
import io.colonnade.sql.catalog.ViewRelation;
import io.colonnade.type.SqlType;

import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.plan.RelOptSchema;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelDistribution;
import org.apache.calcite.rel.RelDistributions;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelReferentialConstraint;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.schema.ColumnStrategy;
import org.apache.calcite.schema.Table;
import org.apache.calcite.sql.SqlAccessType;
import org.apache.calcite.sql.validate.SqlModality;
import org.apache.calcite.sql.validate.SqlMonotonicity;
import org.apache.calcite.sql2rel.InitializerContext;
import org.apache.calcite.util.ImmutableBitSet;

import java.util.ArrayList;
import java.util.List;

/**
 * A stored table or system relation as the leaf of a tree: all its columns in order, then $row_id
 * when asked for. Immutable; made per statement by the binder.
 */
public final class ColonnadeTable extends Prepare.AbstractPreparingTable {
    /** Name of the column that identifies a row for UPDATE and DELETE. */
    public static final String ROW_ID = "$row_id";

    /** Guess of the size of a system relation: small beside any table, not tiny beside another. */
    private static final double SYSTEM_ROWS = 1000;

    private final Relation relation;
    private final boolean rowId;
    private final RelOptSchema schema;
    private final RelDataType rowType;
    private final double rows;
    private final List<ImmutableBitSet> keys;

    ColonnadeTable(RelOptSchema schema, Relation relation, boolean rowId) {
        this.schema = schema;
        this.relation = relation;
        this.rowId = rowId;
        RelDataTypeFactory.Builder builder = TypeMapping.FACTORY.builder();
        switch (relation) {
            case TableRelation table -> {
                for (ColumnDefinition column : table.definition().getColumnsList()) {
                    builder.add(column.getName(), TypeMapping.toRel(column.getType()));
                }
                rows = table.rows();
            }
            case SystemRelation system -> {
                for (SystemRelation.Column column : system.columns()) {
                    builder.add(column.name(), TypeMapping.toRel(column.type(), true));
                }
                rows = SYSTEM_ROWS;
            }
            case ViewRelation view ->
                    throw new IllegalArgumentException("a view is no leaf: " + view.name());
        }
        if (rowId) {
            builder.add(ROW_ID, TypeMapping.toRel(SqlType.BIGINT, false));
        }
        this.rowType = builder.build();
        this.keys = declaredKeys();
    }

    public Relation relation() {
        return relation;
    }

    /** Whether the last column is $row_id. */
    public boolean hasRowId() {
        return rowId;
    }

    @Override
    public List<String> getQualifiedName() {
        if (relation instanceof TableRelation table && table.isPast()) {
            return List.of(
                    CatalogReader.AT,
                    Long.toString(table.atVersion()),
                    relation.schema(),
                    relation.name());
        }
        return rowId
                ? List.of(CatalogReader.WITH_ROW_ID, relation.schema(), relation.name())
                : List.of(relation.schema(), relation.name());
    }

    @Override
    public RelDataType getRowType() {
        return rowType;
    }

    @Override
    public double getRowCount() {
        return rows;
    }

    @Override
    public <C> C unwrap(Class<C> type) {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        if (type == Table.class) {
            return type.cast(new TableHandle(this));
        }
        return type.isInstance(relation) ? type.cast(relation) : null;
    }

    @Override
    public RelNode toRel(RelOptTable.ToRelContext context) {
        return LogicalTableScan.create(context.getCluster(), this, context.getTableHints());
    }

    @Override
    public RelOptSchema getRelOptSchema() {
        return schema;
    }

    @Override
    public SqlMonotonicity getMonotonicity(String column) {
        return SqlMonotonicity.NOT_MONOTONIC;
    }

    @Override
    public SqlAccessType getAllowedAccess() {
        return SqlAccessType.ALL;
    }

    @Override
    public boolean supportsModality(SqlModality modality) {
        return modality == SqlModality.RELATION;
    }

    @Override
    public boolean isTemporal() {
        return false;
    }

    @Override
    public boolean columnHasDefaultValue(
            RelDataType type, int ordinal, InitializerContext context) {
        return false;
    }

    @Override
    public List<ColumnStrategy> getColumnStrategies() {
        return rowType.getFieldList().stream()
                .map(RelDataTypeField::getType)
                .map(
                        type ->
                                type.isNullable()
                                        ? ColumnStrategy.NULLABLE
                                        : ColumnStrategy.NOT_NULLABLE)
                .toList();
    }

    @Override
    public RelDistribution getDistribution() {
        return RelDistributions.ANY;
    }

    @Override
    public List<RelCollation> getCollationList() {
        return List.of();
    }

    @Override
    public boolean isKey(ImmutableBitSet columns) {
        return getKeys().stream().anyMatch(columns::contains);
    }

    /** Declared primary and unique keys: as in Redshift not enforced, but trusted. */
    @Override
    public List<ImmutableBitSet> getKeys() {
        return keys;
    }

    private List<ImmutableBitSet> declaredKeys() {
        List<ImmutableBitSet> declared = new ArrayList<>();
        if (relation instanceof TableRelation table) {
            List<Integer> ids =
                    table.definition().getColumnsList().stream()
                            .map(ColumnDefinition::getId)
                            .toList();
            for (Constraint constraint : table.definition().getConstraintsList()) {
                if (constraint.getKind() != Constraint.Kind.FOREIGN_KEY) {
                    declared.add(
                            ImmutableBitSet.of(
                                    constraint.getColumnsList().stream()
                                            .map(ids::indexOf)
                                            .toList()));
                }
            }
        }
        if (rowId) {
            declared.add(ImmutableBitSet.of(rowType.getFieldCount() - 1));
        }
        return List.copyOf(declared);
    }

    @Override
    public List<RelReferentialConstraint> getReferentialConstraints() {
        return List.of();
    }

    @Override
    public Expression getExpression(Class type) {
        return null;
    }

    @Override
    protected RelOptTable extend(Table extended) {
        throw new UnsupportedOperationException("columns are declared");
    }
}
