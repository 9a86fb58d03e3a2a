package io.colonnade.sql.bind;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.sql.catalog.Catalog;
import io.colonnade.sql.catalog.ViewRelation;
import io.colonnade.sql.parser.QueryStatement;
import io.colonnade.sql.parser.SqlParser;
import io.colonnade.sql.parser.Statement;
import io.colonnade.type.SqlType;

import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.ViewExpanders;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql2rel.SqlToRelConverter;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One statement being bound: the catalog as read for it, the validator, the cluster of its tree.
 * Used by one thread and thrown away.
 */
final class Binding {
    /** Views in views; deeper is taken for a circle. */
    private static final int VIEW_DEPTH = 64;

    /** How Calcite's report of an expression begins that it cannot convert. */
    private static final String CONVERTING = "while converting ";

    private static final HepProgram NOTHING = HepProgram.builder().build();

    private static final SqlToRelConverter.Config CONVERSION =
            SqlToRelConverter.config()
                    .withExpand(false)
                    .withTrimUnusedFields(false)
                    .withDecorrelationEnabled(false)
                    .withInSubQueryThreshold(Integer.MAX_VALUE)
                    // Values made of constants would lose that a constant's type is nullable.
                    // Merging projections here loses count of columns beside a lateral join.
                    .addRelBuilderConfigTransform(
                            config -> config.withSimplifyValues(false).withBloat(-1));

    private final Binder.Input input;
    private final BindContext context;
    private final CatalogReader reader;
    private final RelOptCluster cluster;
    private final PastTables past;
    private int viewDepth;
    private boolean timeDependent;
    private StatementText text;

    Binding(Binder.Input input) {
        this.input = input;
        this.text = new StatementText(input.script());
        this.context = input.context().inSchemasOf(input.catalog());
        this.reader = new CatalogReader(input.catalog(), context, this::view);
        this.past = new PastTables(this, input.context());
        HepPlanner planner = new HepPlanner(NOTHING);
        planner.setExecutor(ConstantFolder.INSTANCE);
        this.cluster = RelOptCluster.create(planner, ColonnadeRexBuilder.INSTANCE);
    }

    Catalog catalog() {
        return reader.catalog();
    }

    BindContext context() {
        return context;
    }

    CatalogReader reader() {
        return reader;
    }

    RelOptCluster cluster() {
        return cluster;
    }

    StatementText text() {
        return text;
    }

    /** A tree as Calcite converted it, with its visible columns and the statement's parameters. */
    record Tree(RelNode plan, List<OutputColumn> columns, List<SqlType> parameters) {}

    /** Runs a step of binding; what it throws becomes an error with code and position. */
    <T> T guarded(Supplier<T> step) {
        try {
            return step.get();
        } catch (RuntimeException error) {
            throw translated(error);
        } catch (StackOverflowError error) {
            throw new ColonnadeException(
                            ErrorCode.STATEMENT_TOO_COMPLEX, "the statement is nested too deeply")
                    .hint("Split it, or put long lists into a table.");
        }
    }

    /** The first cause with a meaning for the client: Calcite wraps what it calls by reflection. */
    private RuntimeException translated(RuntimeException error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case ColonnadeException known -> {
                    return known;
                }
                case CalciteContextException located -> {
                    return new Problems(text, reader, context).translate(located);
                }
                case CalciteException refused -> {
                    return new ColonnadeException(
                            ErrorCode.SYNTAX_ERROR, refused.getMessage(), refused);
                }
                case UnsupportedOperationException unsupported -> {
                    return new ColonnadeException(
                            ErrorCode.FEATURE_NOT_SUPPORTED,
                            "this form of query is not supported yet: " + unsupported.getMessage(),
                            unsupported);
                }
                default -> {}
            }
        }
        return String.valueOf(error.getMessage()).startsWith(CONVERTING)
                ? new ColonnadeException(
                        ErrorCode.FEATURE_NOT_SUPPORTED,
                        "this expression is not supported here yet: "
                                + error.getMessage().substring(CONVERTING.length()),
                        error)
                : error;
    }

    BoundStatement.Query query(SqlNode node) {
        Tree tree = tree(node);
        return new BoundStatement.Query(tree.plan(), tree.columns(), facts(tree.parameters()));
    }

    BoundStatement.Facts facts(List<SqlType> parameters) {
        return new BoundStatement.Facts(
                parameters, new LinkedHashSet<>(reader.usedRelations()), timeDependent);
    }

    /** Validates and converts a query; its columns are exactly the visible ones. */
    Tree tree(SqlNode query) {
        Normalizer normalizer = new Normalizer(name -> Targets.find(this, name), past::named);
        SqlNode normal = normalizer.normalize(query);
        timeDependent |= normalizer.timeDependent() || past.timeDependent();
        ColonnadeValidator validator =
                new ColonnadeValidator(
                        reader, context, text, input.parameters(), normalizer.countParameters());
        SqlNode valid = validator.validate(normal);
        SqlToRelConverter converter =
                new SqlToRelConverter(
                        ViewExpanders.simpleContext(cluster),
                        validator,
                        reader,
                        cluster,
                        Convertlets.INSTANCE,
                        CONVERSION);
        RelRoot root = converter.convertQuery(valid, false, true);
        RelNode plan = SessionZone.applied(root.project(), context.zone());
        List<OutputColumn> columns = new ArrayList<>();
        for (int i = 0; i < root.fields.size(); i++) {
            Map.Entry<Integer, String> field = root.fields.get(i);
            RelDataType type = plan.getRowType().getFieldList().get(i).getType();
            columns.add(
                    new OutputColumn(
                            OutputNames.shown(field.getValue()), TypeMapping.toSqlType(type)));
        }
        return new Tree(plan, columns, validator.parameterTypes(normalizer.parameterCount()));
    }

    /** Binds a view's text where the view is named; errors in it have no position. */
    private Prepare.PreparingTable view(
            CatalogReader unused, ViewRelation view, List<String> names) {
        if (++viewDepth > VIEW_DEPTH) {
            throw new ColonnadeException(
                    ErrorCode.STATEMENT_TOO_COMPLEX,
                    "view \"" + view.name() + "\" refers to itself or is nested too deeply");
        }
        StatementText outer = text;
        text = new StatementText(null);
        Statement statement = SqlParser.parseStatement(view.definition().getSql());
        if (!(statement instanceof QueryStatement.Query query)) {
            throw ColonnadeException.internal("view \"" + view.name() + "\" is no query");
        }
        RelNode tree = guarded(() -> tree(query.node())).plan();
        text = outer;
        viewDepth--;
        return new ViewTable(reader, view, names, named(tree, view));
    }

    private static RelNode named(RelNode tree, ViewRelation view) {
        List<String> names = view.definition().getColumnNamesList();
        if (names.isEmpty()) {
            return tree;
        }
        List<String> all = new ArrayList<>(names);
        for (RelDataTypeField field :
                tree.getRowType()
                        .getFieldList()
                        .subList(names.size(), tree.getRowType().getFieldCount())) {
            all.add(field.getName());
        }
        return RelOptUtil.createRename(tree, all);
    }
}
