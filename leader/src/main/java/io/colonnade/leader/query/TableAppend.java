package io.colonnade.leader.query;

import io.colonnade.leader.session.ParameterValues;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.sql.definition.Definition;
import io.colonnade.sql.parser.SqlParser;
import io.colonnade.storage.snapshot.TableSnapshot;

import java.util.List;
import java.util.stream.Collectors;

/**
 * ALTER TABLE ... APPEND FROM. Segments that read the same in both tables change their owner and no
 * byte moves; otherwise the rows are inserted into the target. The source is empty afterwards. The
 * session's thread only.
 */
final class TableAppend {
    private final StatementPlanner planner;
    private final WriteStatements writes;

    TableAppend(StatementPlanner planner, WriteStatements writes) {
        this.planner = planner;
        this.writes = writes;
    }

    void run(Definition.AppendTable append, DefinitionStatements.Scope scope) {
        long source = append.source().getId();
        TableSnapshot rows = scope.transaction().view().table(source).orElseThrow();
        boolean objects = rows.segments().stream().allMatch(TableAppend::isObject);
        if (append.sharesSegments() && objects) {
            scope.transaction().adopt(append.target().getId(), rows.segments());
        } else {
            insert(append, scope);
        }
        scope.transaction().truncate(source);
    }

    /** Rows in the log belong to the table that they were inserted into. */
    private static boolean isObject(SegmentDescriptor segment) {
        return segment.getInlineCount() == 0;
    }

    private void insert(Definition.AppendTable append, DefinitionStatements.Scope scope) {
        String columns =
                append.columns().stream()
                        .map(TableRewrite::quoted)
                        .collect(Collectors.joining(", "));
        String sql =
                "INSERT INTO "
                        + TableRewrite.quotedName(append.target())
                        + " ("
                        + columns
                        + ") SELECT "
                        + columns
                        + " FROM "
                        + TableRewrite.quotedName(append.source());
        PlannedStatement planned =
                planner.plan(SqlParser.parseScript(sql).getFirst(), sql, List.of(), scope.base());
        writes.writeInTurn(
                planned,
                ParameterValues.NONE,
                scope.base(),
                scope.transaction(),
                scope.cancellation());
    }
}
