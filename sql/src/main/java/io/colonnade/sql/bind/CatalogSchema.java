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
 * A level of the names that Calcite walks from the root to a table: the root, a schema, or the
 * pseudo schema of tables with row ids. Holds nothing but its path. One thread.
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
                name -> {
                    boolean pseudo = path.isEmpty() && name.equals(CatalogReader.WITH_ROW_ID);
                    boolean real =
                            (path.isEmpty() || path.equals(List.of(CatalogReader.WITH_ROW_ID)))
                                    && reader.catalog().hasSchema(name);
                    return pseudo || real ? new CatalogSchema(reader, child(name)) : null;
                };
        return lookup;
    }

    @Override
    public Lookup<Table> tables() {
        ExactLookup<Table> lookup =
                name -> {
                    boolean schema =
                            !path.isEmpty() && !path.getLast().equals(CatalogReader.WITH_ROW_ID);
                    Prepare.PreparingTable table = schema ? reader.find(child(name)) : null;
                    return table == null ? null : new TableHandle(table);
                };
        return lookup;
    }
}
