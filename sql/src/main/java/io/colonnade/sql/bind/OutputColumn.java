package io.colonnade.sql.bind;

import io.colonnade.type.SqlType;

/** A column of a query's result, as the client sees it. */
public record OutputColumn(String name, SqlType type) {}
