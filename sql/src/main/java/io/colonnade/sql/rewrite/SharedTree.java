package io.colonnade.sql.rewrite;

import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * A place where the rows of a tree are read that has several such places. For rules it is a leaf.
 * Belongs to one statement's rewrite; one thread.
 */
public final class SharedTree extends AbstractRelNode {
    private final Definition definition;

    /** The tree that is run once, and which of its fields are read anywhere. One thread. */
    public static final class Definition {
        private final int id;
        private RelNode tree;
        private ImmutableBitSet used = ImmutableBitSet.of();

        Definition(int id, RelNode tree) {
            this.id = id;
            this.tree = tree;
        }

        /** Unique within the statement; from 1. */
        public int id() {
            return id;
        }

        public RelNode tree() {
            return tree;
        }

        /** At least one field. */
        public ImmutableBitSet used() {
            return used.isEmpty() ? ImmutableBitSet.of(0) : used;
        }

        void use(ImmutableBitSet fields) {
            used = used.union(fields);
        }

        void become(RelNode newTree) {
            tree = newTree;
        }
    }

    SharedTree(RelOptCluster cluster, Definition definition) {
        super(cluster, definition.tree().getTraitSet());
        this.definition = definition;
    }

    public Definition definition() {
        return definition;
    }

    @Override
    protected RelDataType deriveRowType() {
        return definition.tree().getRowType();
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer).item("shared", definition.id());
    }
}
