package io.colonnade.leader.cache;

import io.colonnade.leader.session.ParameterValues;

import java.util.List;
import java.util.Map;

/**
 * What makes two executions ask for the same rows, beside what is stored.
 *
 * @param settings the session settings that a result can depend on
 */
public record ResultKey(
        String statement,
        ParameterValues parameters,
        String user,
        List<String> searchPath,
        Map<String, String> settings) {}
