package io.colonnade.leader.session;

import io.colonnade.sql.parser.ParsedStatement;
import io.colonnade.type.SqlType;

import java.util.List;

/**
 * A statement that the session runs itself.
 *
 * @param inner the statement inside PREPARE, EXECUTE or DECLARE, or null
 */
record SessionCommand(
        ParsedStatement statement,
        List<SqlType> parameterTypes,
        List<ResultColumn> columns,
        Prepared inner)
        implements Prepared {

    static SessionCommand plain(ParsedStatement statement) {
        return new SessionCommand(statement, List.of(), List.of(), null);
    }

    static SessionCommand withColumns(ParsedStatement statement, List<ResultColumn> columns) {
        return new SessionCommand(statement, List.of(), columns, null);
    }
}
