package io.colonnade.leader.session;

import io.colonnade.sql.parser.ParsedStatement;
import io.colonnade.type.SqlType;

import java.util.List;

/**
 * A statement that is ready to be executed, any number of times, by the session that prepared it.
 * The backend's implementation carries its plan; session commands have their own.
 */
public interface Prepared {
    ParsedStatement statement();

    /** Types of $1, $2, ...; all known. */
    List<SqlType> parameterTypes();

    /** Columns of the result; empty for statements that return no rows. */
    List<ResultColumn> columns();
}
