package io.colonnade.leader.catalog;

import io.colonnade.error.ColonnadeException;
import io.colonnade.leader.transaction.Committer;
import io.colonnade.leader.transaction.Transaction;
import io.colonnade.sql.bind.BindContext;
import io.colonnade.sql.definition.Definition;
import io.colonnade.sql.parser.TableDefinition.OnCommit;
import io.colonnade.storage.snapshot.TableSnapshot;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The temporary tables of one session: ordinary tables in a schema of the session's own, which goes
 * when the session ends. What a crash leaves behind goes when the next leader starts. The session's
 * thread only.
 */
public final class TemporaryTables {
    private static final Logger LOG = LoggerFactory.getLogger(TemporaryTables.class);

    private final String schema;

    // Those that the end of a transaction concerns, by id.
    private final Map<Long, OnCommit> onCommit = new HashMap<>();

    public TemporaryTables(int processId) {
        this.schema = BindContext.TEMPORARY_PREFIX + processId;
    }

    public void created(long tableId, OnCommit action) {
        if (action == OnCommit.DELETE_ROWS || action == OnCommit.DROP) {
            onCommit.put(tableId, action);
        }
    }

    /** Does to the transaction what ON COMMIT says. */
    public void beforeCommit(Transaction transaction) {
        for (Map.Entry<Long, OnCommit> entry : Map.copyOf(onCommit).entrySet()) {
            TableSnapshot table = transaction.view().tables().get(entry.getKey());
            if (table == null) {
                onCommit.remove(entry.getKey());
            } else if (entry.getValue() == OnCommit.DROP) {
                new Dependents(transaction).drop(table.id(), true, new HashSet<>());
            } else if (!table.segments().isEmpty()) {
                transaction.truncate(table.id());
            }
        }
    }

    /** Drops all of the session's, when it ends. */
    public void drop(Committer committer) {
        try {
            drop(committer, Set.of(schema));
        } catch (ColonnadeException e) {
            // The next start does it.
            LOG.info("temporary tables in {} stay for now: {}", schema, e.getMessage());
        }
    }

    /** Drops those of sessions of a leader that is no more. */
    public static void dropLeftOver(Committer committer) {
        Set<String> schemas = new HashSet<>(committer.current().schemas().keySet());
        schemas.removeIf(name -> !name.startsWith(BindContext.TEMPORARY_PREFIX));
        drop(committer, schemas);
    }

    private static void drop(Committer committer, Set<String> schemas) {
        List<String> present =
                schemas.stream().filter(committer.current().schemas()::containsKey).toList();
        if (present.isEmpty()) {
            return;
        }
        Transaction transaction = new Transaction(committer.current());
        new DefinitionExecutor(
                        transaction,
                        committer::newObjectId,
                        InstantSource.system(),
                        notice -> {},
                        view -> view)
                .execute(new Definition.DropSchemas(present, List.of(), true));
        committer.commit(transaction);
    }
}
