package io.colonnade.leader.transaction;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.storage.snapshot.TableSnapshot;

import org.roaringbitmap.RoaringBitmap;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a client is told whose transaction cannot commit because of another one: PostgreSQL's words,
 * and both statements where the other one is still remembered. The committer's thread only.
 */
final class Conflicts {
    private final RecentCommits recent;
    private final Transaction transaction;

    Conflicts(RecentCommits recent, Transaction transaction) {
        this.recent = recent;
        this.transaction = transaction;
    }

    /**
     * Rows that the transaction deletes or updates were deleted or updated by another.
     *
     * @param ordinals numbers that their segment had since the transaction began
     * @param rows null for all of them
     */
    ColonnadeException rows(TableSnapshot table, List<Long> ordinals, RoaringBitmap rows) {
        for (long ordinal : ordinals) {
            Optional<RecentCommits.Found> other =
                    recent.whoDeleted(transaction.base().version(), table.id(), ordinal, rows);
            if (other.isPresent()) {
                boolean delete = takesAway(other.get().footprint().statement());
                return of(
                        "could not serialize access due to concurrent "
                                + (delete ? "delete" : "update"),
                        table,
                        other);
            }
        }
        return of("could not serialize access due to concurrent update", table, Optional.empty());
    }

    private static boolean takesAway(String statement) {
        String word = statement.toLowerCase(Locale.ROOT);
        return word.startsWith("delete") || word.startsWith("truncate");
    }

    /** The definition that the transaction's rows were made by is not in force any more. */
    ColonnadeException definition(TableSnapshot table) {
        return of(
                "could not serialize access due to concurrent update",
                table,
                recent.whoChanged(
                        transaction.base().version(), table.id(), List.of(Zones.ANYWHERE)));
    }

    /** Others changed what a serializable transaction read. */
    ColonnadeException read(TableSnapshot table, Optional<RecentCommits.Found> other) {
        return of(
                "could not serialize access due to read/write dependencies among transactions",
                table,
                other);
    }

    private ColonnadeException of(
            String message, TableSnapshot table, Optional<RecentCommits.Found> other) {
        StringBuilder detail =
                new StringBuilder("Another transaction changed table \"")
                        .append(table.definition().getName())
                        .append("\" since this one began.");
        String own = transaction.statement(table.id());
        if (!own.isEmpty()) {
            detail.append(" This statement: ").append(own).append('.');
        }
        if (other.isPresent() && !other.get().footprint().statement().isEmpty()) {
            detail.append(" The other, committed as version ")
                    .append(other.get().version())
                    .append(": ")
                    .append(other.get().footprint().statement())
                    .append('.');
        }
        return new ColonnadeException(ErrorCode.SERIALIZATION_FAILURE, message)
                .detail(detail.toString())
                .hint("The transaction might succeed if retried.");
    }
}
