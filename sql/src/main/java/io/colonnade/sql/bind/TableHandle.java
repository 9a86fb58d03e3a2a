package io.colonnade.sql.bind;

import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Wrapper;
import org.apache.calcite.schema.impl.AbstractTable;
import org.checkerframework.checker.nullness.qual.Nullable;

/** What Calcite's schema finds by name; it unwraps our table from it at once. Immutable. */
final class TableHandle extends AbstractTable implements Wrapper {
    private final Prepare.PreparingTable table;

    TableHandle(Prepare.PreparingTable table) {
        this.table = table;
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory factory) {
        return table.getRowType();
    }

    @Override
    public <C> @Nullable C unwrap(Class<C> type) {
        return type.isInstance(table) ? type.cast(table) : super.unwrap(type);
    }
}
