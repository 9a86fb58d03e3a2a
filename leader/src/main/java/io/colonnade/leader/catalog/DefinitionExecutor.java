package io.colonnade.leader.catalog;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.leader.transaction.Transaction;
import io.colonnade.log.CatalogChange;
import io.colonnade.log.SchemaDefinition;
import io.colonnade.log.TableDefinition;
import io.colonnade.log.ViewDefinition;
import io.colonnade.sql.bind.BindContext;
import io.colonnade.sql.definition.Definition;
import io.colonnade.sql.definition.RenamedRelations.Name;
import io.colonnade.storage.snapshot.RelationName;
import io.colonnade.storage.snapshot.Snapshot;
import io.colonnade.storage.snapshot.TableSnapshot;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/** Does to a transaction what a statement about the catalogue says. One statement's. */
public final class DefinitionExecutor {
    private final Transaction transaction;
    private final LongSupplier newObjectId;
    private final InstantSource clock;
    private final Consumer<String> notice;
    private final UnaryOperator<ViewDefinition> boundView;
    private final Dependents dependents;

    /**
     * @param notice told what IF EXISTS and IF NOT EXISTS forgave
     * @param boundView a view with its columns and what it reads, as the transaction sees them;
     *     throws when it cannot be bound
     */
    public DefinitionExecutor(
            Transaction transaction,
            LongSupplier newObjectId,
            InstantSource clock,
            Consumer<String> notice,
            UnaryOperator<ViewDefinition> boundView) {
        this.transaction = transaction;
        this.newObjectId = newObjectId;
        this.clock = clock;
        this.notice = notice;
        this.boundView = boundView;
        this.dependents = new Dependents(transaction);
    }

    public void execute(Definition definition) {
        switch (definition) {
            case Definition.CreateTable create -> createTable(create.table(), create.ifNotExists());
            case Definition.CreateView create -> createView(create);
            case Definition.CreateSchema create -> createSchema(create);
            case Definition.DropRelations drop -> dropRelations(drop);
            case Definition.DropSchemas drop -> dropSchemas(drop);
            case Definition.Truncate truncate ->
                    truncate.tables().forEach(table -> transaction.truncate(table.id()));
            case Definition.AlterTable alter -> alterTable(alter);
            case Definition.SwapTables swap -> swap(swap);
            case Definition.RenameSchema rename ->
                    new SchemaRename(transaction, dependents).execute(rename);
            case Definition.AppendTable append ->
                    throw ColonnadeException.internal("rows to append are no catalogue change");
            case Definition.AlterView alter -> alterView(alter);
            case Definition.AlterSchema alter -> alterSchema(alter);
            case Definition.Nothing nothing -> notice.accept(nothing.notice());
            case Definition.ChangeUsers change ->
                    throw ColonnadeException.internal("users are no part of the schema");
            case Definition.CreateTableAs create ->
                    throw ColonnadeException.internal("CREATE TABLE AS needs its query's types");
            case Definition.AnalyzeCompression analyze ->
                    throw ColonnadeException.internal("a report is not a catalogue change");
            case Definition.Maintain maintain ->
                    throw ColonnadeException.internal("maintenance is not a catalogue change");
        }
    }

    /** Creates a table; its id, or -1 when it was there and IF NOT EXISTS forgave it. */
    public long createTable(TableDefinition table, boolean ifNotExists) {
        if (exists(table.getSchema(), table.getName())) {
            if (ifNotExists) {
                notice.accept("relation \"" + table.getName() + "\" already exists, skipping");
                return -1;
            }
            throw new ColonnadeException(
                    ErrorCode.DUPLICATE_TABLE,
                    "relation \"" + table.getName() + "\" already exists");
        }
        makeTemporarySchema(table.getSchema());
        long id = newObjectId.getAsLong();
        put(table.toBuilder().setId(id).setCreatedMicros(clock.millis() * 1_000).build());
        return id;
    }

    /** A session's first temporary table brings its schema. */
    private void makeTemporarySchema(String schema) {
        if (schema.startsWith(BindContext.TEMPORARY_PREFIX)
                && !transaction.view().schemas().containsKey(schema)) {
            transaction.change(
                    CatalogChange.newBuilder()
                            .setPutSchema(
                                    SchemaDefinition.newBuilder()
                                            .setName(schema)
                                            .setId(newObjectId.getAsLong()))
                            .build());
        }
    }

    private void put(TableDefinition table) {
        transaction.change(CatalogChange.newBuilder().setPutTable(table).build());
    }

    private boolean exists(String schema, String name) {
        return transaction.view().names().containsKey(new RelationName(schema, name));
    }

    private void createView(Definition.CreateView create) {
        ViewDefinition view =
                create.view().getLateBinding() ? create.view() : boundView.apply(create.view());
        refuseTemporary(view);
        long id = view.getId() == 0 ? newObjectId.getAsLong() : view.getId();
        if (view.getDependsOnList().contains(id)) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_TABLE_DEFINITION,
                    "view \"" + view.getName() + "\" cannot read itself");
        }
        put(view.toBuilder().setId(id).build());
        dependents.rebind(id, "replace view " + view.getName(), false, boundView);
    }

    private void refuseTemporary(ViewDefinition view) {
        for (long read : view.getDependsOnList()) {
            TableSnapshot table = transaction.view().tables().get(read);
            if (table != null
                    && table.definition().getSchema().startsWith(BindContext.TEMPORARY_PREFIX)) {
                throw ColonnadeException.notSupported("a view over a temporary table");
            }
        }
    }

    private void put(ViewDefinition view) {
        transaction.change(CatalogChange.newBuilder().setPutView(view).build());
    }

    private void alterTable(Definition.AlterTable alter) {
        put(alter.after());
        TableDefinition old = alter.before();
        alter.conversions().forEach(c -> dependents.retarget(old.getId(), c));
        dependents.follow(
                alter.after().getId(),
                new Name(old.getSchema(), old.getName()),
                new Name(alter.after().getSchema(), alter.after().getName()));
        String what = "change table " + alter.before().getName();
        dependents.rebind(alter.after().getId(), what, alter.cascade(), boundView);
    }

    /** Views over either name read the other table from now on. */
    private void swap(Definition.SwapTables swap) {
        TableDefinition first = swap.first();
        TableDefinition second = swap.second();
        put(first.toBuilder().setSchema(second.getSchema()).setName(second.getName()).build());
        put(second.toBuilder().setSchema(first.getSchema()).setName(first.getName()).build());
        String what = "swap tables " + first.getName() + " and " + second.getName();
        dependents.rebind(first.getId(), what, false, boundView);
        dependents.rebind(second.getId(), what, false, boundView);
    }

    private void alterView(Definition.AlterView alter) {
        put(alter.after());
        ViewDefinition old = alter.before();
        dependents.follow(
                alter.after().getId(),
                new Name(old.getSchema(), old.getName()),
                new Name(alter.after().getSchema(), alter.after().getName()));
        String what = "change view " + alter.before().getName();
        dependents.rebind(alter.after().getId(), what, false, boundView);
    }

    private void alterSchema(Definition.AlterSchema alter) {
        SchemaDefinition.Builder schema =
                SchemaRename.schema(transaction, alter.name()).toBuilder();
        if (alter.owner() != null) {
            schema.setOwner(alter.owner());
        }
        if (alter.comment() != null) {
            schema.setComment(alter.comment());
        }
        transaction.change(CatalogChange.newBuilder().setPutSchema(schema).build());
    }

    private void createSchema(Definition.CreateSchema create) {
        String name = create.schema().getName();
        SchemaRename.checkName(name);
        if (transaction.view().schemas().containsKey(name)) {
            if (!create.ifNotExists()) {
                throw new ColonnadeException(
                        ErrorCode.DUPLICATE_SCHEMA, "schema \"" + name + "\" already exists");
            }
            notice.accept("schema \"" + name + "\" already exists, skipping");
            return;
        }
        transaction.change(
                CatalogChange.newBuilder()
                        .setPutSchema(create.schema().toBuilder().setId(newObjectId.getAsLong()))
                        .build());
    }

    private void dropRelations(Definition.DropRelations drop) {
        String kind = drop.views() ? "view" : "table";
        for (String name : drop.missing()) {
            notice.accept(kind + " \"" + name + "\" does not exist, skipping");
        }
        Set<Long> together = new HashSet<>();
        drop.targets().forEach(target -> together.add(target.id()));
        for (Definition.Target target : drop.targets()) {
            dependents.drop(target.id(), drop.cascade(), together);
        }
    }

    private void dropSchemas(Definition.DropSchemas drop) {
        for (String name : drop.missing()) {
            notice.accept("schema \"" + name + "\" does not exist, skipping");
        }
        for (String schema : drop.names()) {
            List<RelationName> members = members(schema);
            if (!members.isEmpty() && !drop.cascade()) {
                throw new ColonnadeException(
                                ErrorCode.DEPENDENT_OBJECTS,
                                "cannot drop schema "
                                        + schema
                                        + " because other objects depend on it")
                        .detail(members.getFirst() + " depends on schema " + schema)
                        .hint("Use DROP ... CASCADE to drop the dependent objects too.");
            }
            Snapshot view = transaction.view();
            Set<Long> together = new HashSet<>();
            members.forEach(member -> together.add(view.names().get(member)));
            together.forEach(id -> dependents.drop(id, true, together));
            transaction.change(CatalogChange.newBuilder().setDropSchema(schema).build());
        }
    }

    private List<RelationName> members(String schema) {
        List<RelationName> members = new ArrayList<>();
        for (RelationName name : transaction.view().names().keySet()) {
            if (name.schema().equals(schema)) {
                members.add(name);
            }
        }
        return members;
    }
}
