package io.colonnade.leader.session;

import java.util.List;

/**
 * A prepared statement of the session, made by a Parse message or by PREPARE.
 *
 * @param declaredOids types that the client declared for the parameters; 0 = not declared. Empty
 *     for PREPARE
 * @param prepared null when the text held no statement
 */
public record NamedStatement(String name, Prepared prepared, List<Integer> declaredOids) {
    public boolean isEmpty() {
        return prepared == null;
    }
}
