package io.colonnade.sql.bind;

import io.colonnade.sql.catalog.ViewRelation;

import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.plan.RelOptSchema;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelDistribution;
import org.apache.calcite.rel.RelDistributions;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelReferentialConstraint;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.schema.ColumnStrategy;
import org.apache.calcite.schema.Table;
import org.apache.calcite.sql.SqlAccessType;
import org.apache.calcite.sql.validate.SqlModality;
import org.apache.calcite.sql.validate.SqlMonotonicity;
import org.apache.calcite.util.ImmutableBitSet;

import java.util.List;

/**
 * A view that is bound already: it turns into its tree wherever it is named, the same tree each
 * time. Immutable; lives as long as the statement's binding.
 */
final class ViewTable extends Prepare.AbstractPreparingTable {
    private final RelOptSchema schema;
    private final ViewRelation view;
    private final List<String> names;
    private final RelNode tree;

    ViewTable(RelOptSchema schema, ViewRelation view, List<String> names, RelNode tree) {
        this.schema = schema;
        this.view = view;
        this.names = List.copyOf(names);
        this.tree = tree;
    }

    @Override
    public List<String> getQualifiedName() {
        return names;
    }

    @Override
    public RelDataType getRowType() {
        return tree.getRowType();
    }

    @Override
    public RelNode toRel(RelOptTable.ToRelContext context) {
        return tree;
    }

    @Override
    public <C> C unwrap(Class<C> type) {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        if (type == Table.class) {
            return type.cast(new TableHandle(this));
        }
        return type.isInstance(view) ? type.cast(view) : null;
    }

    @Override
    public double getRowCount() {
        return tree.estimateRowCount(tree.getCluster().getMetadataQuery());
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
        return SqlAccessType.READ_ONLY;
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
    public List<ColumnStrategy> getColumnStrategies() {
        return List.of();
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
        return false;
    }

    @Override
    public List<ImmutableBitSet> getKeys() {
        return List.of();
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
