package io.colonnade.sql.bind;

import io.colonnade.sql.catalog.Relation;
import io.colonnade.sql.catalog.TableRelation;
import io.colonnade.type.SqlType;

import org.apache.calcite.rel.RelNode;

import java.util.List;
import java.util.Set;

/** A statement with every name resolved and every type known. Immutable, for one execution. */
public sealed interface BoundStatement {
    /** The tree as Calcite made it, not rewritten; its leaves scan {@link ColonnadeTable}s. */
    RelNode plan();

    Facts facts();

    /**
     * What else the caller has to know.
     *
     * @param parameters types of $1, $2, ...
     * @param relations everything that was read or written, views included
     * @param timeDependent the plan holds the clock or the like: do not reuse it or its result
     */
    record Facts(List<SqlType> parameters, Set<Relation> relations, boolean timeDependent) {}

    /** A query; the plan's columns are those of {@code columns}, in order. */
    record Query(RelNode plan, List<OutputColumn> columns, Facts facts) implements BoundStatement {}

    /** Rows for all columns of the table in its order, defaults and identities filled in. */
    record Insert(TableRelation table, RelNode plan, Facts facts) implements BoundStatement {}

    /** $row_id of the old row, then all columns of the new one. */
    record Update(TableRelation table, RelNode plan, Facts facts) implements BoundStatement {}

    /**
     * $row_id of the old row (NULL: there is none), BOOLEAN (is there a new row?), then all columns
     * of the new row.
     *
     * @param inserts whether it can add rows that were not there
     */
    record Merge(TableRelation table, RelNode plan, Facts facts, boolean inserts)
            implements BoundStatement {}

    /** $row_id. */
    record Delete(TableRelation table, RelNode plan, Facts facts) implements BoundStatement {}
}
