package io.colonnade.sql.definition;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.TableDefinition;
import io.colonnade.log.ViewDefinition;
import io.colonnade.sql.catalog.Relation;
import io.colonnade.sql.catalog.TableRelation;
import io.colonnade.sql.catalog.ViewRelation;
import io.colonnade.sql.parser.DdlStatement;

import org.apache.calcite.sql.SqlIdentifier;

import java.util.List;

/** COMMENT ON as a change of what it speaks about. Stateless. */
final class CommentBinder {
    private CommentBinder() {}

    static Definition bind(DdlStatement.Comment comment, NameResolver names) {
        String text = comment.text() == null ? "" : comment.text();
        SqlIdentifier name = comment.name();
        return switch (comment.kind()) {
            case TABLE -> {
                TableDefinition table = names.table(name).definition();
                yield changed(table, table.toBuilder().setComment(text).build());
            }
            case COLUMN -> column(names, name, text);
            case VIEW -> {
                Relation relation = names.find(name).orElseThrow(() -> names.missing(name));
                if (!(relation instanceof ViewRelation view)) {
                    throw names.at(
                            name,
                            new ColonnadeException(
                                    ErrorCode.WRONG_OBJECT_TYPE,
                                    "\"" + relation.name() + "\" is not a view"));
                }
                ViewDefinition old = view.definition();
                yield new Definition.AlterView(old, old.toBuilder().setComment(text).build());
            }
            case SCHEMA -> {
                names.requireSchema(name.getSimple(), name);
                yield new Definition.AlterSchema(name.getSimple(), null, text);
            }
            case DATABASE, CONSTRAINT ->
                    throw ColonnadeException.notSupported("COMMENT ON " + comment.kind());
        };
    }

    private static Definition column(NameResolver names, SqlIdentifier name, String text) {
        if (name.names.size() < 2) {
            throw names.at(
                    name,
                    new ColonnadeException(
                            ErrorCode.SYNTAX_ERROR, "column name must be qualified"));
        }
        SqlIdentifier tableName = name.getComponent(0, name.names.size() - 1);
        Relation relation = names.find(tableName).orElseThrow(() -> names.missing(tableName));
        if (!(relation instanceof TableRelation)) {
            throw ColonnadeException.notSupported("COMMENT ON a column of a view");
        }
        TableDefinition table = ((TableRelation) relation).definition();
        TableDefinition.Builder after = table.toBuilder();
        int id = TableConstraints.id(names, after, name.getComponent(name.names.size() - 1));
        after.getColumnsBuilderList().stream()
                .filter(column -> column.getId() == id)
                .forEach(column -> column.setComment(text));
        return changed(table, after.build());
    }

    private static Definition changed(TableDefinition before, TableDefinition after) {
        return new Definition.AlterTable(before, after, false, false, List.of(), List.of());
    }
}
