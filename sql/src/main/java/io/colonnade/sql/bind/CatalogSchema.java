package io.colonnade.sql.bind;

import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.schema.lookup.LikePattern;
import org.apache.calcite.schema.lookup.Lookup;
import org.apache.calcite.schema.lookup.Named;
import org.checkerframework.checker.nullness.qual.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A level of the names that Calcite walks from the root to a table: the root, a schema, or a pseudo
 * schema: of tables with row ids, or of the past and its versions. Holds nothing but its path. One
 * thread.
 */
final class CatalogSchema extends AbstractSchema {
    private final CatalogReader reader;
    private final List<String> path;

    CatalogSchema(CatalogReader reader, List<String> path) {
        this.reader = reader;
        this.path = path;
    }

    private List<String> child(String name) {
        List<String> names = new ArrayList<>(path);
        names.add(name);
        return names;
    }

    /** Finds by exact name only: the parser has folded names. */
    private interface ExactLookup<T> extends Lookup<T> {
        @Override
        default @Nullable Named<T> getIgnoreCase(String name) {
            T found = get(name);
            return found == null ? null : new Named<>(name, found);
        }

        @Override
        default Set<String> getNames(LikePattern pattern) {
            return Set.of();
        }
    }

    @Override
    public Lookup<? extends Schema> subSchemas() {
        ExactLookup<Schema> lookup =
                name -> isSchema(name) ? new CatalogSchema(reader, child(name)) : null;
        return lookup;
    }

    private boolean isSchema(String name) {
        boolean past = path.size() > 0 && path.getFirst().equals(CatalogReader.AT);
        return switch (path.size()) {
            case 0 ->
                    name.equals(CatalogReader.WITH_ROW_ID)
                            || name.equals(CatalogReader.AT)
                            || reader.catalog().hasSchema(name);
            case 1 -> past || (isRowIds() && reader.catalog().hasSchema(name));
            case 2 -> past && reader.catalogAt(Long.parseLong(path.getLast())).hasSchema(name);
            default -> false;
        };
    }

    private boolean isRowIds() {
        return path.getFirst().equals(CatalogReader.WITH_ROW_ID);
    }

    private boolean holdsTables() {
        return switch (path.size()) {
            case 1 -> !isRowIds() && !path.getFirst().equals(CatalogReader.AT);
            case 2 -> isRowIds();
            case 3 -> true;
            default -> false;
        };
    }

    @Override
    public Lookup<Table> tables() {
        ExactLookup<Table> lookup =
                name -> {
                    Prepare.PreparingTable table = holdsTables() ? reader.find(child(name)) : null;
                    return table == null ? null : new TableHandle(table);
                };
        return lookup;
    }
}
