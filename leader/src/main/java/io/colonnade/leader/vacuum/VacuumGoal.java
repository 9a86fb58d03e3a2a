package io.colonnade.leader.vacuum;

import io.colonnade.sql.parser.MaintenanceStatement.VacuumKind;

/**
 * What a VACUUM is to reach.
 *
 * @param thresholdPercent sorted rows from which sorting is left out; segments that have this share
 *     of rows that are not deleted stay as they are
 */
public record VacuumGoal(VacuumKind kind, int thresholdPercent) {
    /** Redshift's. */
    public static final int DEFAULT_THRESHOLD_PERCENT = 95;

    public boolean deletes() {
        return kind == VacuumKind.FULL
                || kind == VacuumKind.DELETE_ONLY
                || kind == VacuumKind.RECLUSTER;
    }

    boolean sorts() {
        return kind != VacuumKind.DELETE_ONLY;
    }

    /** New rows are sorted among each other, those that were sorted before stay. */
    boolean keepsSortedRegion() {
        return kind == VacuumKind.RECLUSTER;
    }

    boolean everything() {
        return kind == VacuumKind.REINDEX;
    }
}
