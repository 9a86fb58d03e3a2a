package io.colonnade.sql.definition;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.ColumnDefinition;
import io.colonnade.sql.bind.BindContext;
import io.colonnade.sql.bind.Binder;
import io.colonnade.sql.catalog.Catalog;
import io.colonnade.sql.parser.QueryStatement;
import io.colonnade.sql.parser.SqlParser;

/** Checks defaults of columns when they are defined, not when the first row comes. */
final class ColumnDefaults {
    private final Catalog catalog;
    private final BindContext context;

    ColumnDefaults(Catalog catalog, BindContext context) {
        this.catalog = catalog;
        this.context = context;
    }

    /** A default names no column, asks no table, and has a type that fits. */
    void verify(ColumnDefinition column) {
        if (column.getDefaultSql().isEmpty()) {
            return;
        }
        String sql = "SELECT " + column.getDefaultSql();
        QueryStatement.Query query = (QueryStatement.Query) SqlParser.parseStatement(sql);
        try {
            if (!Binder.query(query.node(), new Binder.Input(sql, catalog, context))
                    .facts()
                    .relations()
                    .isEmpty()) {
                throw new ColonnadeException(
                        ErrorCode.FEATURE_NOT_SUPPORTED, "it contains a sub-query");
            }
            Binder.checkDefault(column, new Binder.Input(sql, catalog, context));
        } catch (ColonnadeException e) {
            throw new ColonnadeException(
                            e.code(),
                            "cannot use the default of column \""
                                    + column.getName()
                                    + "\": "
                                    + e.getMessage())
                    .hint(e.hint());
        }
    }
}
