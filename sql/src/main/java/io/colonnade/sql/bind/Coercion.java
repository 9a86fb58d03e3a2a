package io.colonnade.sql.bind;

import io.colonnade.type.SqlType;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.implicit.TypeCoercionImpl;

import java.util.ArrayList;
import java.util.List;

/**
 * Implicit casts in comparisons. Numbers of different types stay as they are (constants are fitted
 * to the column later, so that a column is never hidden under a cast); text that meets another type
 * takes that type; dates and timestamps meet in the wider one. One per statement.
 */
final class Coercion extends TypeCoercionImpl {
    /** Decimal that keeps what a text constant may say. */
    private static final SqlType WIDE_DECIMAL = SqlType.decimal(38, 10);

    Coercion(RelDataTypeFactory factory, SqlValidator validator) {
        super(factory, validator);
    }

    @Override
    public boolean binaryComparisonCoercion(SqlCallBinding binding) {
        List<RelDataType> types = new ArrayList<>(binding.getOperandCount());
        for (int i = 0; i < binding.getOperandCount(); i++) {
            types.add(binding.getOperandType(i));
        }
        if (types.stream().anyMatch(RelDataType::isStruct)) {
            return false;
        }
        if (binding.getCall().getKind() == SqlKind.BETWEEN || types.size() == 2) {
            RelDataType target = types.getFirst();
            for (RelDataType type : types.subList(1, types.size())) {
                target = target == null ? null : meeting(target, type);
            }
            return target != null && coerceOperands(binding, types, target);
        }
        return false;
    }

    private boolean coerceOperands(
            SqlCallBinding binding, List<RelDataType> types, RelDataType target) {
        boolean coerced = false;
        for (int i = 0; i < types.size(); i++) {
            RelDataType type = types.get(i);
            boolean keep =
                    type.getSqlTypeName() == target.getSqlTypeName()
                            || (SqlTypeUtil.isNumeric(type) && SqlTypeUtil.isNumeric(target))
                            || (SqlTypeUtil.inCharFamily(type) && SqlTypeUtil.inCharFamily(target));
            if (!keep) {
                coerced |= coerceOperandType(binding.getScope(), binding.getCall(), i, target);
            }
        }
        return coerced;
    }

    /** The type in which two values are compared, or null when they cannot be. */
    static RelDataType meeting(RelDataType left, RelDataType right) {
        boolean leftText = SqlTypeUtil.inCharFamily(left);
        boolean rightText = SqlTypeUtil.inCharFamily(right);
        if (leftText != rightText) {
            RelDataType other = leftText ? right : left;
            if (other.getSqlTypeName() == SqlTypeName.NULL) {
                return leftText ? left : right;
            }
            return SqlTypeUtil.isDecimal(other) ? TypeMapping.toRel(WIDE_DECIMAL, true) : other;
        }
        return CommonType.ofTwo(left, right);
    }

    @Override
    public RelDataType commonTypeForBinaryComparison(RelDataType left, RelDataType right) {
        if (left == null || right == null) {
            return null;
        }
        return meeting(left, right);
    }
}
