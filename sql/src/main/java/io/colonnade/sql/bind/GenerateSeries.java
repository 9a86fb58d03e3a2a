package io.colonnade.sql.bind;

import io.colonnade.type.SqlType;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlTableFunction;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;

/**
 * generate_series(start, stop [, step]) in FROM: one BIGINT column. In a tree it is a
 * LogicalTableFunctionScan of this operator over integers. Immutable.
 */
public final class GenerateSeries extends SqlFunction implements SqlTableFunction {
    private static final RelDataType ROW =
            TypeMapping.FACTORY
                    .builder()
                    .add("generate_series", TypeMapping.toRel(SqlType.BIGINT, false))
                    .build();

    public static final GenerateSeries INSTANCE = new GenerateSeries();

    private GenerateSeries() {
        super(
                "generate_series",
                SqlKind.OTHER_FUNCTION,
                ReturnTypes.CURSOR,
                null,
                OperandTypes.or(
                        OperandTypes.family(SqlTypeFamily.INTEGER, SqlTypeFamily.INTEGER),
                        OperandTypes.family(
                                SqlTypeFamily.INTEGER,
                                SqlTypeFamily.INTEGER,
                                SqlTypeFamily.INTEGER)),
                SqlFunctionCategory.USER_DEFINED_TABLE_FUNCTION);
    }

    @Override
    public SqlReturnTypeInference getRowTypeInference() {
        return binding -> ROW;
    }
}
