package io.colonnade.leader.query;

import com.google.protobuf.ByteString;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.leader.session.Cancellation;
import io.colonnade.leader.session.ParameterValues;
import io.colonnade.leader.system.StatementRecord;
import io.colonnade.plan.Literal;
import io.colonnade.sql.bind.Binder;
import io.colonnade.sql.bind.BoundStatement;
import io.colonnade.sql.bind.OutputColumn;
import io.colonnade.sql.definition.ArgumentsBinder;
import io.colonnade.sql.fragment.PlannedQuery;
import io.colonnade.sql.fragment.QueryPlanner;
import io.colonnade.sql.parser.SessionStatement;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BooleanVector;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.DoubleVector;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Evaluates the arguments of EXECUTE: a query of one row, run like any other. Stateless. */
final class ExecuteArguments {
    private ExecuteArguments() {}

    static ParameterValues evaluate(
            SessionStatement.Execute execute,
            int expected,
            Binder.Input input,
            StatementPlanner planner,
            QueryRunner runner,
            StatementPlanner.Base base) {
        if (execute.arguments().size() != expected) {
            throw new ColonnadeException(
                            ErrorCode.SYNTAX_ERROR,
                            "wrong number of parameters for prepared statement \""
                                    + execute.name()
                                    + "\"")
                    .detail(
                            "Expected "
                                    + expected
                                    + " parameters but got "
                                    + execute.arguments().size()
                                    + ".");
        }
        if (expected == 0) {
            return ParameterValues.NONE;
        }
        BoundStatement.Query query = ArgumentsBinder.bind(execute, input);
        PlannedQuery plan = planner.planning(() -> QueryPlanner.plan(query, planner.options()));
        StatementRecord record = runner.unrecorded("EXECUTE");
        try (QueryRunner.Run run =
                runner.start(
                        new QueryRunner.Job(
                                plan.fragments(), base.snapshot(), List.of(), false, record),
                        new Cancellation())) {
            Batch batch = run.query().next();
            if (batch == null || batch.rowCount() != 1) {
                throw ColonnadeException.internal("the arguments of EXECUTE are not one row");
            }
            return values(batch, query.columns());
        }
    }

    /** The types that the arguments have, without evaluating them; null for NULL. */
    static List<SqlType> types(SessionStatement.Execute execute, Binder.Input input) {
        return ArgumentsBinder.bind(execute, input).columns().stream()
                .map(OutputColumn::type)
                .toList();
    }

    private static ParameterValues values(Batch batch, List<OutputColumn> columns) {
        int row = batch.position(0);
        List<SqlType> types = new ArrayList<>();
        List<Literal> values = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            types.add(columns.get(i).type());
            values.add(literal(batch.column(i), row));
        }
        return new ParameterValues(types, values);
    }

    private static Literal literal(Vector vector, int row) {
        Literal.Builder literal = Literal.newBuilder();
        if (vector.isNull(row)) {
            return literal.setNullValue(true).build();
        }
        return switch (vector) {
            case BooleanVector v -> literal.setBooleanValue(v.value(row) != 0).build();
            case IntVector v -> literal.setLongValue(v.value(row)).build();
            case LongVector v -> literal.setLongValue(v.value(row)).build();
            case DoubleVector v -> literal.setDoubleValue(v.value(row)).build();
            case Int128Vector v ->
                    literal.setInt128Value(
                                    ByteString.copyFrom(
                                            ByteBuffer.allocate(16)
                                                    .putLong(v.highAt(row))
                                                    .putLong(v.lowAt(row))
                                                    .flip()))
                            .build();
            case BytesVector v ->
                    literal.setBytesValue(
                                    ByteString.copyFrom(
                                            v.heapAt(), v.startAt(row), v.lengthAt(row)))
                            .build();
        };
    }
}
