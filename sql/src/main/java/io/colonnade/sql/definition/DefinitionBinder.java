package io.colonnade.sql.definition;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.SchemaDefinition;
import io.colonnade.log.TableDefinition;
import io.colonnade.log.ViewDefinition;
import io.colonnade.sql.bind.BindContext;
import io.colonnade.sql.catalog.Catalog;
import io.colonnade.sql.catalog.Relation;
import io.colonnade.sql.catalog.TableRelation;
import io.colonnade.sql.catalog.ViewRelation;
import io.colonnade.sql.parser.AlterAction;
import io.colonnade.sql.parser.DdlStatement;
import io.colonnade.sql.parser.MaintenanceStatement;
import io.colonnade.sql.parser.TableDefinition.Attributes;
import io.colonnade.sql.parser.TableDefinition.OnCommit;
import io.colonnade.sql.parser.TableDefinition.SortKind;

import org.apache.calcite.sql.SqlIdentifier;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Resolves statements about the catalogue; says 0A000 by name for what is not done yet. */
public final class DefinitionBinder {
    private final NameResolver names;
    private final String user;
    private final ColumnDefaults defaults;

    public DefinitionBinder(String text, Catalog catalog, BindContext context) {
        this.names = new NameResolver(text, catalog, context);
        this.user = context.user();
        this.defaults = new ColumnDefaults(catalog, context);
    }

    public Definition bind(DdlStatement statement) {
        return switch (statement) {
            case DdlStatement.CreateTable create -> createTable(create);
            case DdlStatement.CreateTableAs create -> createTableAs(create);
            case DdlStatement.CreateView create -> createView(create);
            case DdlStatement.CreateSchema create ->
                    new Definition.CreateSchema(
                            SchemaDefinition.newBuilder()
                                    .setName(create.name().getSimple())
                                    .setOwner(create.owner() == null ? user : create.owner())
                                    .build(),
                            create.ifNotExists());
            case DdlStatement.Drop drop -> drop(drop);
            case DdlStatement.Truncate truncate ->
                    new Definition.Truncate(
                            truncate.tables().stream().map(this::tableTarget).toList());
            case DdlStatement.AlterTable alter -> alterTable(alter);
            case DdlStatement.AlterView alter -> alterView(alter);
            case DdlStatement.AlterSchema alter -> alterSchema(alter);
            case DdlStatement.Comment comment -> CommentBinder.bind(comment, names);
            case DdlStatement.CreateUser create -> new Definition.ChangeUsers(create);
            case DdlStatement.AlterUser change -> new Definition.ChangeUsers(change);
            case DdlStatement.DropUsers drop -> new Definition.ChangeUsers(drop);
        };
    }

    private Definition alterTable(DdlStatement.AlterTable alter) {
        Optional<Relation> relation = names.find(alter.name());
        if (relation.isEmpty() && alter.ifExists()) {
            return nothing("relation", alter.name());
        }
        if (relation.isPresent() && relation.get() instanceof ViewRelation view) {
            // PostgreSQL lets ALTER TABLE rename views, too.
            if (alter.actions().size() == 1) {
                return alterView(view, alter.actions().getFirst());
            }
        }
        Optional<Definition> exchange = new TableExchangeBinder(names).bind(alter);
        if (exchange.isPresent()) {
            return exchange.get();
        }
        Definition.AlterTable change =
                new AlterBinder(names, names.table(alter.name()).definition()).bind(alter);
        change.after().getColumnsList().forEach(defaults::verify);
        return change;
    }

    private static Definition nothing(String kind, SqlIdentifier name) {
        return new Definition.Nothing(
                kind + " \"" + String.join(".", name.names) + "\" does not exist, skipping");
    }

    private Definition alterView(DdlStatement.AlterView alter) {
        Optional<Relation> relation = names.find(alter.name());
        if (relation.isEmpty() && alter.ifExists()) {
            return nothing("view", alter.name());
        }
        Relation found = relation.orElseThrow(() -> names.missing(alter.name()));
        if (!(found instanceof ViewRelation view)) {
            throw names.at(
                    alter.name(),
                    new ColonnadeException(
                            ErrorCode.WRONG_OBJECT_TYPE, "\"" + found.name() + "\" is not a view"));
        }
        return alterView(view, alter.action());
    }

    private Definition alterView(ViewRelation view, AlterAction action) {
        ViewDefinition.Builder after = view.definition().toBuilder();
        switch (action) {
            case AlterAction.Rename rename -> {
                String name = rename.newName().getSimple();
                if (names.catalog().find(view.schema(), name).isPresent()) {
                    throw names.at(
                            rename.newName(),
                            new ColonnadeException(
                                    ErrorCode.DUPLICATE_TABLE,
                                    "relation \"" + name + "\" already exists"));
                }
                after.setName(name);
            }
            case AlterAction.ChangeOwner change -> after.setOwner(change.owner());
            default -> throw ColonnadeException.notSupported("this change of a view");
        }
        return new Definition.AlterView(view.definition(), after.build());
    }

    private Definition alterSchema(DdlStatement.AlterSchema alter) {
        String name = alter.name().getSimple();
        names.requireSchema(name, alter.name());
        return switch (alter.action()) {
            case AlterAction.ChangeOwner change ->
                    new Definition.AlterSchema(name, change.owner(), null);
            case AlterAction.Rename rename ->
                    new Definition.RenameSchema(name, rename.newName().getSimple());
            default -> throw ColonnadeException.notSupported("a quota of a schema");
        };
    }

    /** The tables of ANALYZE and VACUUM; without a name, every stored table. */
    public Definition.Maintain bind(MaintenanceStatement statement) {
        SqlIdentifier table =
                switch (statement) {
                    case MaintenanceStatement.Analyze analyze -> analyze.table();
                    case MaintenanceStatement.Vacuum vacuum -> vacuum.table();
                    case MaintenanceStatement.AnalyzeCompression analyze -> analyze.table();
                };
        if (table != null) {
            return new Definition.Maintain(List.of(tableTarget(table)));
        }
        List<Definition.Target> all = new ArrayList<>();
        Catalog catalog = names.catalog();
        for (String schema : catalog.schemas()) {
            for (String name : catalog.relations(schema)) {
                catalog.find(schema, name)
                        .filter(TableRelation.class::isInstance)
                        .ifPresent(relation -> all.add(target(relation)));
            }
        }
        return new Definition.Maintain(all);
    }

    /** The tables of ANALYZE COMPRESSION, and the columns of the one it names. */
    public Definition.AnalyzeCompression bind(MaintenanceStatement.AnalyzeCompression analyze) {
        List<Integer> columns = new ArrayList<>();
        for (SqlIdentifier column : analyze.columns()) {
            TableDefinition table = names.table(analyze.table()).definition();
            columns.add(TableConstraints.id(names, table.toBuilder(), column));
        }
        List<Definition.Target> tables = bind((MaintenanceStatement) analyze).tables();
        return new Definition.AnalyzeCompression(tables, columns, analyze.rows());
    }

    private Definition.Target tableTarget(SqlIdentifier identifier) {
        return target(names.table(identifier));
    }

    private static Definition.Target target(Relation relation) {
        long id =
                switch (relation) {
                    case TableRelation table -> table.definition().getId();
                    case ViewRelation view -> view.definition().getId();
                    default -> 0;
                };
        return new Definition.Target(relation.schema(), relation.name(), id);
    }

    private Definition createTable(DdlStatement.CreateTable create) {
        requireTemporary(create.temporary(), create.onCommit());
        TableDefinition table = new TableBuilder(names).build(create);
        table.getColumnsList().forEach(defaults::verify);
        return new Definition.CreateTable(
                table.toBuilder().setOwner(user).build(), create.ifNotExists(), create.onCommit());
    }

    private static void requireTemporary(boolean temporary, OnCommit onCommit) {
        if (!temporary && onCommit != OnCommit.NOT_WRITTEN) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_TABLE_DEFINITION,
                    "ON COMMIT can only be used on temporary tables");
        }
    }

    private Definition createTableAs(DdlStatement.CreateTableAs create) {
        requireTemporary(create.temporary(), create.onCommit());
        NameResolver.QualifiedName name =
                create.temporary()
                        ? names.newTemporaryName(create.name())
                        : names.newName(create.name());
        Attributes attributes = create.attributes();
        boolean sorted = attributes.sortKey() != null;
        Definition.Layout layout =
                new Definition.Layout(
                        attributes.distStyle(),
                        attributes.distKey() == null ? null : attributes.distKey().getSimple(),
                        sorted && attributes.sortKey().kind() == SortKind.INTERLEAVED,
                        sorted
                                ? attributes.sortKey().columns().stream()
                                        .map(SqlIdentifier::getSimple)
                                        .toList()
                                : List.of(),
                        attributes.retentionMicros());
        return new Definition.CreateTableAs(
                name.schema(),
                name.name(),
                create.ifNotExists(),
                create.columns().stream().map(SqlIdentifier::getSimple).toList(),
                layout,
                create.withData(),
                create.onCommit());
    }

    private Definition createView(DdlStatement.CreateView create) {
        NameResolver.QualifiedName name = names.newName(create.name());
        Optional<Relation> existing = names.catalog().find(name.schema(), name.name());
        long id = 0;
        if (existing.isPresent()) {
            if (!(existing.get() instanceof ViewRelation view)) {
                throw names.at(
                        create.name(),
                        new ColonnadeException(
                                create.orReplace()
                                        ? ErrorCode.WRONG_OBJECT_TYPE
                                        : ErrorCode.DUPLICATE_TABLE,
                                create.orReplace()
                                        ? "\"" + name.name() + "\" is not a view"
                                        : "relation \"" + name.name() + "\" already exists"));
            }
            if (!create.orReplace()) {
                throw names.at(
                        create.name(),
                        new ColonnadeException(
                                ErrorCode.DUPLICATE_TABLE,
                                "relation \"" + name.name() + "\" already exists"));
            }
            id = view.definition().getId();
        }
        return new Definition.CreateView(
                ViewDefinition.newBuilder()
                        .setId(id)
                        .setSchema(name.schema())
                        .setName(name.name())
                        .setSql(create.queryText())
                        .addAllColumnNames(
                                create.columns().stream().map(SqlIdentifier::getSimple).toList())
                        .setLateBinding(create.noSchemaBinding())
                        .setOwner(user)
                        .build(),
                create.orReplace());
    }

    private Definition drop(DdlStatement.Drop drop) {
        List<String> missing = new ArrayList<>();
        if (drop.kind() == DdlStatement.DropKind.SCHEMA) {
            List<String> schemas = new ArrayList<>();
            for (SqlIdentifier name : drop.names()) {
                if (drop.ifExists() && !names.catalog().hasSchema(name.getSimple())) {
                    missing.add(name.getSimple());
                } else {
                    names.requireSchema(name.getSimple(), name);
                    schemas.add(name.getSimple());
                }
            }
            return new Definition.DropSchemas(schemas, missing, drop.cascade());
        }
        boolean views = drop.kind() == DdlStatement.DropKind.VIEW;
        List<Definition.Target> targets = new ArrayList<>();
        for (SqlIdentifier name : drop.names()) {
            Optional<Relation> relation = names.find(name);
            if (relation.isEmpty() && drop.ifExists()) {
                missing.add(String.join(".", name.names));
                continue;
            }
            targets.add(dropTarget(name, relation.orElseThrow(() -> names.missing(name)), views));
        }
        return new Definition.DropRelations(views, targets, missing, drop.cascade());
    }

    private Definition.Target dropTarget(SqlIdentifier name, Relation relation, boolean views) {
        boolean fits = views ? relation instanceof ViewRelation : relation instanceof TableRelation;
        if (!fits) {
            throw names.at(
                    name,
                    new ColonnadeException(
                                    ErrorCode.WRONG_OBJECT_TYPE,
                                    "\""
                                            + relation.name()
                                            + "\" is not a "
                                            + (views ? "view" : "table"))
                            .hint("Use DROP " + (views ? "TABLE" : "VIEW") + "."));
        }
        return target(relation);
    }
}
