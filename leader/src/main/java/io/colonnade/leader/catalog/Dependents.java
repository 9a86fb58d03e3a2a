package io.colonnade.leader.catalog;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.leader.transaction.Transaction;
import io.colonnade.log.CatalogChange;
import io.colonnade.log.Constraint;
import io.colonnade.log.TableDefinition;
import io.colonnade.log.ViewDefinition;
import io.colonnade.sql.definition.Definition;
import io.colonnade.sql.definition.RenamedRelations;
import io.colonnade.sql.definition.RenamedRelations.Name;
import io.colonnade.storage.snapshot.TableSnapshot;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What needs a relation: views that read it and foreign keys that refer to it. Late-binding views
 * need nothing. One statement's.
 */
final class Dependents {
    private final Transaction transaction;

    Dependents(Transaction transaction) {
        this.transaction = transaction;
    }

    /** Drops a table or view; what needs it goes too, or refuses it. */
    void drop(long id, boolean cascade, Set<Long> alsoDropped) {
        for (ViewDefinition view : viewsOn(id)) {
            if (!alsoDropped.contains(view.getId())) {
                if (!cascade) {
                    throw refused("drop " + kindAndName(id), "view " + view.getName());
                }
                drop(view.getId(), true, alsoDropped);
            }
        }
        for (TableSnapshot table : List.copyOf(transaction.view().tables().values())) {
            if (table.id() != id && !alsoDropped.contains(table.id())) {
                dropKeys(table.definition(), id, cascade);
            }
        }
        CatalogChange.Builder change = CatalogChange.newBuilder();
        if (transaction.view().views().containsKey(id)) {
            transaction.change(change.setDropView(id).build());
        } else if (transaction.view().tables().containsKey(id)) {
            transaction.change(change.setDropTable(id).build());
        }
    }

    private void dropKeys(TableDefinition table, long droppedId, boolean cascade) {
        TableDefinition.Builder rest = table.toBuilder().clearConstraints();
        for (Constraint constraint : table.getConstraintsList()) {
            if (constraint.getReferencedTable() != droppedId) {
                rest.addConstraints(constraint);
            } else if (!cascade) {
                throw refused(
                        "drop " + kindAndName(droppedId),
                        "constraint " + constraint.getName() + " on table " + table.getName());
            }
        }
        if (rest.getConstraintsCount() < table.getConstraintsCount()) {
            transaction.change(CatalogChange.newBuilder().setPutTable(rest).build());
        }
    }

    /** Lets foreign keys refer to the column that takes the place of another. */
    void retarget(long tableId, Definition.Conversion conversion) {
        for (TableSnapshot table : List.copyOf(transaction.view().tables().values())) {
            TableDefinition.Builder changed = table.definition().toBuilder();
            for (Constraint.Builder constraint : changed.getConstraintsBuilderList()) {
                for (int i = 0; i < constraint.getReferencedColumnsCount(); i++) {
                    if (constraint.getReferencedTable() == tableId
                            && constraint.getReferencedColumns(i) == conversion.old().getId()) {
                        constraint.setReferencedColumns(i, conversion.newId());
                    }
                }
            }
            if (!changed.build().equals(table.definition())) {
                transaction.change(CatalogChange.newBuilder().setPutTable(changed).build());
            }
        }
    }

    /** Puts a relation's new name into the views that read it. */
    void follow(long id, Name old, Name now) {
        if (!old.equals(now)) {
            follow(List.of(id), Map.of(old, now));
        }
    }

    /** The same for several relations. */
    void follow(Collection<Long> ids, Map<Name, Name> renamed) {
        for (ViewDefinition view : List.copyOf(transaction.view().views().values())) {
            if (view.getDependsOnList().stream().anyMatch(ids::contains)) {
                String sql = RenamedRelations.in(view.getSql(), renamed);
                transaction.change(
                        CatalogChange.newBuilder()
                                .setPutView(view.toBuilder().setSql(sql))
                                .build());
            }
        }
    }

    /**
     * Binds the views over a changed relation again. One that no longer can be is dropped, or
     * refuses the change.
     *
     * @param bound the view with its columns as they are now; throws when it cannot be bound
     */
    void rebind(long id, String what, boolean cascade, UnaryOperator<ViewDefinition> bound) {
        for (ViewDefinition view : viewsOn(id)) {
            ViewDefinition now;
            try {
                now = bound.apply(view);
            } catch (ColonnadeException e) {
                if (!cascade) {
                    throw refused(what, "view " + view.getName());
                }
                drop(view.getId(), true, new HashSet<>());
                continue;
            }
            if (!now.equals(view)) {
                transaction.change(CatalogChange.newBuilder().setPutView(now).build());
            }
            rebind(view.getId(), what, cascade, bound);
        }
    }

    private List<ViewDefinition> viewsOn(long id) {
        List<ViewDefinition> views = new ArrayList<>();
        for (ViewDefinition view : transaction.view().views().values()) {
            if (view.getDependsOnList().contains(id)) {
                views.add(view);
            }
        }
        views.sort(Comparator.comparing(ViewDefinition::getName));
        return views;
    }

    private String kindAndName(long id) {
        ViewDefinition view = transaction.view().views().get(id);
        return view != null
                ? "view " + view.getName()
                : "table " + transaction.view().tables().get(id).definition().getName();
    }

    private static ColonnadeException refused(String what, String dependent) {
        return new ColonnadeException(
                        ErrorCode.DEPENDENT_OBJECTS,
                        "cannot " + what + " because " + dependent + " depends on it")
                .hint("Drop or change " + dependent + " first, or use CASCADE where it is known.");
    }
}
