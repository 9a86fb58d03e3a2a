package io.colonnade.sql.bind;

import io.colonnade.log.ColumnDefinition;
import io.colonnade.sql.catalog.Catalog;
import io.colonnade.sql.parser.DmlStatement;
import io.colonnade.type.SqlType;

import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlNode;

import java.util.ArrayList;
import java.util.List;

/**
 * The entry of this room: parsed statements to relational trees. Stateless; every call is
 * independent and may run on any thread. A parsed tree is used up by binding it: parse again to
 * bind again.
 */
public final class Binder {
    private Binder() {}

    /**
     * What the statement is bound against.
     *
     * @param script the text that the positions of the statement count in
     * @param parameters types of $1, ... that the client declared; null where it did not
     */
    public record Input(
            String script, Catalog catalog, BindContext context, List<SqlType> parameters) {
        public Input(String script, Catalog catalog, BindContext context) {
            this(script, catalog, context, List.of());
        }
    }

    /** A query; also the body of CREATE TABLE AS, CREATE VIEW, UNLOAD and cursors. */
    public static BoundStatement.Query query(SqlNode query, Input input) {
        Binding binding = new Binding(input);
        return binding.guarded(() -> binding.query(query));
    }

    /** Throws if a column's default cannot be one of its type. */
    public static void checkDefault(ColumnDefinition column, Input input) {
        Binding binding = new Binding(input);
        binding.guarded(
                () -> {
                    RexBuilder builder = binding.cluster().getRexBuilder();
                    RexNode value = new InsertBinder(binding).defaultOf(column);
                    ConstantFolder.INSTANCE.reduce(builder, List.of(value), new ArrayList<>());
                    return value;
                });
    }

    /** INSERT, UPDATE, DELETE or MERGE. */
    public static BoundStatement dml(DmlStatement statement, Input input) {
        Binding binding = new Binding(input);
        return binding.guarded(
                () ->
                        switch (statement) {
                            case DmlStatement.Insert insert ->
                                    new InsertBinder(binding).bind(insert);
                            case DmlStatement.Update update ->
                                    new ChangeBinder(binding).bind(update);
                            case DmlStatement.Delete delete ->
                                    new ChangeBinder(binding).bind(delete);
                            case DmlStatement.Merge merge -> new MergeBinder(binding).bind(merge);
                        });
    }
}
