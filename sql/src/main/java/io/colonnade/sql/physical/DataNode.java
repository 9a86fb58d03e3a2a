package io.colonnade.sql.physical;

import io.colonnade.plan.OutputKind;
import io.colonnade.plan.SortKey;
import io.colonnade.plan.WriteMode;
import io.colonnade.sql.catalog.TableRelation;

import java.util.List;

/** Nodes that move rows or store them. */
public sealed interface DataNode extends PhysicalNode {
    /** UNION ALL. */
    record Union(Shape shape, List<PhysicalNode> inputs) implements DataNode {
        public Union {
            inputs = List.copyOf(inputs);
        }
    }

    /**
     * Rows go to other nodes: where the fragmenter cuts.
     *
     * @param kind GATHER, HASH, BROADCAST or ROUND_ROBIN
     * @param merge the order that every sender keeps, for GATHER
     */
    record Exchange(
            Shape shape,
            PhysicalNode input,
            OutputKind kind,
            List<Integer> hashColumns,
            List<SortKey> merge)
            implements DataNode {
        @Override
        public List<PhysicalNode> inputs() {
            return List.of(input);
        }
    }

    /**
     * Rows that several places of the plan read: made once per node where all of them are in one
     * fragment.
     *
     * @param id the same in all places
     */
    record Shared(Shape shape, PhysicalNode input, int id) implements DataNode {
        @Override
        public List<PhysicalNode> inputs() {
            return List.of(input);
        }
    }

    /** Changes a table; gives serialised write results. */
    record TableWrite(Shape shape, PhysicalNode input, TableRelation table, WriteMode mode)
            implements DataNode {
        @Override
        public List<PhysicalNode> inputs() {
            return List.of(input);
        }
    }
}
