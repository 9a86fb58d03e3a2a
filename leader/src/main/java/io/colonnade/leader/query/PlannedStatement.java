package io.colonnade.leader.query;

import io.colonnade.leader.session.ParameterValues;
import io.colonnade.leader.session.Prepared;
import io.colonnade.leader.session.ResultColumn;
import io.colonnade.log.ColumnDefinition;
import io.colonnade.plan.Fragment;
import io.colonnade.sql.bind.BoundStatement;
import io.colonnade.sql.catalog.Relation;
import io.colonnade.sql.catalog.TableRelation;
import io.colonnade.sql.fragment.ParameterBinder;
import io.colonnade.sql.fragment.PlannedQuery;
import io.colonnade.sql.parser.ParsedStatement;
import io.colonnade.storage.snapshot.Snapshot;
import io.colonnade.storage.snapshot.TableSnapshot;
import io.colonnade.type.SqlType;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A prepared query or DML statement with its plan, and what the plan was made for. Statements
 * without a plan (DDL, COPY, ...) have a null one and are resolved when they run.
 *
 * @param declaredTypes parameter types that the client declared
 * @param bound null without a plan
 * @param plan null without a plan
 * @param catalogVersion of the snapshot that it was planned on
 * @param planNanos time that binding and planning took
 */
record PlannedStatement(
        ParsedStatement statement,
        List<SqlType> declaredTypes,
        List<SqlType> parameterTypes,
        List<ResultColumn> columns,
        BoundStatement bound,
        PlannedQuery plan,
        long catalogVersion,
        long planNanos)
        implements Prepared {

    static PlannedStatement unplanned(ParsedStatement statement, List<ResultColumn> columns) {
        return new PlannedStatement(statement, List.of(), List.of(), columns, null, null, -1, 0);
    }

    /** The same plan for another statement that it fits. */
    PlannedStatement of(ParsedStatement other) {
        return new PlannedStatement(
                other,
                declaredTypes,
                parameterTypes,
                columns,
                bound,
                plan,
                catalogVersion,
                planNanos);
    }

    /** The same to be planned again with other types declared. */
    PlannedStatement declaring(List<SqlType> types) {
        return new PlannedStatement(
                statement, types, parameterTypes, columns, bound, plan, catalogVersion, planNanos);
    }

    /** Whether rows of the other plan look like those of this one to a client that was told. */
    boolean hasColumnsOf(PlannedStatement other) {
        boolean same = columns.size() == other.columns.size();
        for (int i = 0; same && i < columns.size(); i++) {
            SqlType type = columns.get(i).type();
            SqlType before = other.columns.get(i).type();
            same =
                    type.kind() == before.kind()
                            && type.physical() == before.physical()
                            && type.scale() == before.scale();
        }
        return same;
    }

    /** Whether the plan may be run on a snapshot with this catalogue. */
    boolean isCurrent(long version) {
        return plan != null
                && catalogVersion == version
                && !bound.facts().timeDependent()
                && pastVersions().isEmpty();
    }

    /** Versions of tables that it reads as they were: whether they are kept changes with time. */
    Set<Long> pastVersions() {
        Set<Long> versions = new TreeSet<>();
        for (Relation relation : bound.facts().relations()) {
            if (relation instanceof TableRelation table && table.isPast()) {
                versions.add(table.atVersion());
            }
        }
        return versions;
    }

    /** The plan's fragments with the values of one execution in them. */
    List<Fragment> fragments(ParameterValues values) {
        return fragments(plan, values);
    }

    /** The same for another plan of this statement. */
    List<Fragment> fragments(PlannedQuery other, ParameterValues values) {
        return ParameterBinder.bind(other.fragments(), values.types(), values.values());
    }

    /** The table with identity columns that this inserts into, if it does. */
    Optional<TableSnapshot> identityTable(Snapshot snapshot) {
        TableRelation table =
                switch (bound) {
                    case BoundStatement.Insert insert -> insert.table();
                    case BoundStatement.Merge merge when merge.inserts() -> merge.table();
                    case null, default -> null;
                };
        boolean numbers =
                table != null
                        && table.definition().getColumnsList().stream()
                                .anyMatch(ColumnDefinition::getIdentity);
        return numbers ? snapshot.table(table.definition().getId()) : Optional.empty();
    }
}
