package io.colonnade.sql.physical;

import com.google.common.collect.ImmutableList;

import io.colonnade.error.ColonnadeException;
import io.colonnade.plan.Expression;
import io.colonnade.plan.Literal;
import io.colonnade.sql.bind.TypeMapping;
import io.colonnade.sql.statistics.ColumnEstimate;
import io.colonnade.sql.statistics.ColumnWidths;
import io.colonnade.sql.statistics.RowEstimate;
import io.colonnade.type.SqlType;

import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;

import java.util.ArrayList;
import java.util.List;

/** Plans VALUES and generate_series. One per statement; one thread. */
final class ConstantRows {
    private final PlanContext context;

    ConstantRows(PlanContext context) {
        this.context = context;
    }

    Planned plan(Values values, ImmutableBitSet asked) {
        List<RelDataTypeField> fields = values.getRowType().getFieldList();
        int rowCount = values.getTuples().size();
        List<OutputColumn> columns = new ArrayList<>();
        List<ColumnEstimate> estimates = new ArrayList<>();
        for (int field : asked) {
            SqlType type = TypeMapping.toSqlType(fields.get(field).getType());
            columns.add(
                    new OutputColumn(
                            fields.get(field).getName(),
                            type,
                            fields.get(field).getType().isNullable()));
            estimates.add(ColumnEstimate.of(rowCount, 0, ColumnWidths.of(type)));
        }
        List<Literal> cells = new ArrayList<>();
        for (ImmutableList<RexLiteral> row : values.getTuples()) {
            int position = 0;
            for (int field : asked) {
                cells.add(cell(row.get(field), columns.get(position++).type()));
            }
        }
        return Planned.of(values(columns, estimates, rowCount, cells), asked, fields.size());
    }

    private PhysicalNode values(
            List<OutputColumn> columns,
            List<ColumnEstimate> estimates,
            int rowCount,
            List<Literal> cells) {
        Shape shape =
                new Shape(
                        columns,
                        new RowEstimate(rowCount, estimates),
                        context.everywhere(),
                        rowCount <= 1 ? List.of(ImmutableBitSet.of()) : List.of());
        return new LeafNode.Values(shape, rowCount, cells);
    }

    private static Literal cell(RexLiteral literal, SqlType type) {
        Expression converted = Casts.to(RexLiterals.translate(literal), type);
        if (!converted.hasLiteral()) {
            throw ColonnadeException.internal("no constant: " + literal + " as " + type);
        }
        return converted.getLiteral();
    }

    /** generate_series(start, stop [, step]) with literals. */
    Planned series(TableFunctionScan scan) {
        RexCall call = (RexCall) scan.getCall();
        List<Long> arguments = new ArrayList<>();
        RexTranslator translator =
                new RexTranslator(
                        field -> {
                            throw ColonnadeException.notSupported("generate_series over columns");
                        });
        for (RexNode operand : call.getOperands()) {
            Expression value = translator.translateAs(operand, SqlType.BIGINT);
            if (!value.hasLiteral() || value.getLiteral().getNullValue()) {
                throw ColonnadeException.notSupported("generate_series of an expression");
            }
            arguments.add(value.getLiteral().getLongValue());
        }
        long step = arguments.size() > 2 ? arguments.get(2) : 1;
        double rows = step == 0 ? 1 : ((double) arguments.get(1) - arguments.get(0)) / step + 1;
        Shape shape =
                new Shape(
                        List.of(new OutputColumn("generate_series", SqlType.BIGINT, false)),
                        new RowEstimate(
                                Math.max(1, rows), List.of(ColumnEstimate.of(rows, 0, Long.BYTES))),
                        context.everywhere(),
                        List.of(ImmutableBitSet.of(0)));
        return Planned.identity(
                new LeafNode.Series(shape, arguments.get(0), arguments.get(1), step));
    }
}
