package io.colonnade.sql.definition;

import io.colonnade.sql.parser.Positions;
import io.colonnade.sql.parser.QueryStatement;
import io.colonnade.sql.parser.SqlParser;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;

import java.util.Map;
import java.util.TreeMap;

/**
 * Gives relations in a view's text their new names, so that the view goes on reading the same ones.
 * The text names them with their schema, as {@link QualifiedNames} left it. Stateless.
 */
public final class RenamedRelations {
    private RenamedRelations() {}

    /** Schema and name of a relation. */
    public record Name(String schema, String name) {}

    /** The text with new names; where the name itself changes the old one stays as the alias. */
    public static String in(String sql, Map<Name, Name> renamed) {
        TreeMap<Integer, SqlIdentifier> found = new TreeMap<>();
        TreeMap<Integer, Boolean> aliased = new TreeMap<>();
        RelationNames.visit(
                ((QueryStatement.Query) SqlParser.parseStatement(sql)).node(),
                new RelationNames.Found() {
                    @Override
                    public void relation(SqlIdentifier name, boolean hasAlias) {
                        int at = Positions.offset(sql, name.getParserPosition());
                        found.put(at, name);
                        aliased.put(at, hasAlias);
                    }

                    @Override
                    public void past(SqlCall call) {
                        // It had the old name then.
                    }
                });
        StringBuilder text = new StringBuilder(sql);
        found.descendingMap()
                .forEach((at, name) -> replace(text, sql, name, aliased.get(at), renamed));
        return text.toString();
    }

    private static void replace(
            StringBuilder text,
            String sql,
            SqlIdentifier name,
            boolean hasAlias,
            Map<Name, Name> renamed) {
        if (name.names.size() < 2) {
            return;
        }
        String old = name.names.getLast();
        Name now = renamed.get(new Name(name.names.get(name.names.size() - 2), old));
        if (now == null) {
            return;
        }
        String alias = hasAlias || now.name().equals(old) ? "" : " AS " + quoted(old);
        int start = Positions.offset(sql, name.getParserPosition());
        int end = Positions.end(sql, name.getParserPosition());
        text.replace(start, end, quoted(now.schema()) + "." + quoted(now.name()) + alias);
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
