package io.colonnade.leader.session;

/**
 * A session setting.
 *
 * @param name as SHOW ALL prints it; found without regard to case
 * @param defaultValue in normalised form
 * @param changeable by SET; others only inform
 * @param reported clients are told about changes (ParameterStatus)
 */
public record SettingDefinition(
        String name,
        SettingType type,
        String defaultValue,
        boolean changeable,
        boolean reported,
        String description) {}
