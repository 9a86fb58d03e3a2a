package io.colonnade.leader.cache;

import com.google.protobuf.ByteString;

import io.colonnade.leader.session.ResultColumn;
import io.colonnade.storage.snapshot.Snapshot;
import io.colonnade.storage.snapshot.TableSnapshot;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rows of one query and what they were read from. Immutable.
 *
 * @param batches encoded batches in order
 * @param dataVersions version of the rows of every table read, by table id
 */
public record CachedResult(
        List<ResultColumn> columns,
        List<ByteString> batches,
        long catalogVersion,
        Map<Long, Long> dataVersions) {

    public CachedResult {
        columns = List.copyOf(columns);
        batches = List.copyOf(batches);
        dataVersions = Map.copyOf(dataVersions);
    }

    /** The versions of tables as a snapshot has them. */
    public static Map<Long, Long> versions(Snapshot snapshot, Set<Long> tableIds) {
        Map<Long, Long> versions = new HashMap<>();
        for (long id : tableIds) {
            versions.put(id, snapshot.table(id).map(TableSnapshot::dataVersion).orElse(-1L));
        }
        return versions;
    }

    /** Whether the same statement would give the same rows on this snapshot. */
    boolean holdsFor(Snapshot snapshot) {
        return catalogVersion == snapshot.catalogVersion()
                && dataVersions.equals(versions(snapshot, dataVersions.keySet()));
    }

    int bytes() {
        int bytes = 0;
        for (ByteString batch : batches) {
            bytes += batch.size();
        }
        return bytes;
    }
}
