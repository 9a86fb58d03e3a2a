package io.colonnade.leader.query;

import io.colonnade.leader.session.ResultColumn;
import io.colonnade.leader.system.SystemRelations;
import io.colonnade.log.ColumnDefinition;
import io.colonnade.sql.bind.BoundStatement;
import io.colonnade.sql.bind.ColumnOrigins;
import io.colonnade.sql.bind.OutputColumn;
import io.colonnade.sql.catalog.SystemRelation;
import io.colonnade.sql.catalog.TableRelation;
import io.colonnade.sql.catalog.ViewRelation;
import io.colonnade.type.TypeKind;

import java.util.ArrayList;
import java.util.List;

/**
 * The columns of a result as clients are told them: those that come unchanged from a table name it,
 * those of the catalogue have PostgreSQL's types oid, name, "char". Stateless.
 */
final class ResultColumns {
    private ResultColumns() {}

    static List<ResultColumn> of(BoundStatement.Query query) {
        List<ColumnOrigins.Origin> origins = ColumnOrigins.of(query);
        List<ResultColumn> columns = new ArrayList<>();
        for (int i = 0; i < origins.size(); i++) {
            columns.add(column(query.columns().get(i), origins.get(i)));
        }
        boolean scaled =
                query.facts().parameters().stream().anyMatch(p -> p.kind() == TypeKind.DECIMAL);
        if (scaled) {
            columns.replaceAll(ResultColumns::open);
        }
        return columns;
    }

    /** A computed decimal has the scale that the values of parameters give it. */
    private static ResultColumn open(ResultColumn column) {
        return column.type().kind() == TypeKind.DECIMAL && column.tableOid() == 0
                ? column.withoutScale()
                : column;
    }

    private static ResultColumn column(OutputColumn column, ColumnOrigins.Origin origin) {
        if (origin == null) {
            return ResultColumn.of(column.name(), column.type());
        }
        return switch (origin.relation()) {
            case TableRelation table when origin.index() < table.definition().getColumnsCount() -> {
                ColumnDefinition stored = table.definition().getColumns(origin.index());
                yield new ResultColumn(
                        column.name(),
                        column.type(),
                        0,
                        (int) table.definition().getId(),
                        stored.getId());
            }
            case SystemRelation system ->
                    new ResultColumn(
                            column.name(),
                            column.type(),
                            SystemRelations.typeOids(system).get(origin.index()),
                            0,
                            0);
            case TableRelation rowId -> ResultColumn.of(column.name(), column.type());
            case ViewRelation view -> ResultColumn.of(column.name(), column.type());
        };
    }
}
