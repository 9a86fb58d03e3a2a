package io.colonnade.sql.rewrite;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql2rel.RelFieldTrimmer;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.mapping.Mappings;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Takes away the fields that nobody reads, and notes which ones of shared trees are read. Public
 * because Calcite finds its methods by reflection. One per tree; one thread.
 */
public final class ColumnTrimmer extends RelFieldTrimmer {
    private final Set<SharedTree.Definition> shared = new LinkedHashSet<>();

    ColumnTrimmer(RelNode rel) {
        super(null, RelFactories.LOGICAL_BUILDER.create(rel.getCluster(), null));
    }

    Set<SharedTree.Definition> shared() {
        return shared;
    }

    /** All places of a shared tree have the same fields: those that any of them reads. */
    @SuppressWarnings("unused") // called by Calcite
    public TrimResult trimFields(
            SharedTree place, ImmutableBitSet used, Set<RelDataTypeField> extra) {
        place.definition().use(used);
        shared.add(place.definition());
        return result(place, Mappings.createIdentity(place.getRowType().getFieldCount()));
    }
}
