package io.colonnade.sql.bind;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

import java.util.List;

/** The type to which values of several types are converted when they meet. Stateless. */
final class CommonType {
    private CommonType() {}

    /** The common type; 42804 when there is none. */
    static RelDataType of(List<RelDataType> types) {
        RelDataType common = types.getFirst();
        for (RelDataType type : types.subList(1, types.size())) {
            RelDataType both = ofTwo(common, type);
            if (both == null) {
                throw new ColonnadeException(
                        ErrorCode.DATATYPE_MISMATCH,
                        "types "
                                + TypeMapping.displayName(common)
                                + " and "
                                + TypeMapping.displayName(type)
                                + " cannot be matched");
            }
            common = both;
        }
        return common;
    }

    /** The common type of two, or null. */
    static RelDataType ofTwo(RelDataType left, RelDataType right) {
        boolean nullable = left.isNullable() || right.isNullable();
        RelDataType common = plain(left, right);
        return common == null
                ? null
                : TypeMapping.FACTORY.createTypeWithNullability(common, nullable);
    }

    private static RelDataType plain(RelDataType left, RelDataType right) {
        if (left.getSqlTypeName() == SqlTypeName.NULL) {
            return right;
        }
        if (right.getSqlTypeName() == SqlTypeName.NULL) {
            return left;
        }
        if (SqlTypeUtil.isNumeric(left) && SqlTypeUtil.isNumeric(right)) {
            return number(left, right);
        }
        if (isMoment(left) && isMoment(right)) {
            return rank(left) >= rank(right) ? left : right;
        }
        return TypeMapping.FACTORY.leastRestrictive(List.of(left, right));
    }

    private static RelDataType number(RelDataType left, RelDataType right) {
        if (SqlTypeUtil.isApproximateNumeric(left) || SqlTypeUtil.isApproximateNumeric(right)) {
            boolean real =
                    left.getSqlTypeName() == SqlTypeName.REAL
                            && right.getSqlTypeName() == SqlTypeName.REAL;
            return TypeMapping.FACTORY.createSqlType(real ? SqlTypeName.REAL : SqlTypeName.DOUBLE);
        }
        return TypeMapping.FACTORY.leastRestrictive(List.of(left, right));
    }

    private static boolean isMoment(RelDataType type) {
        return rank(type) > 0;
    }

    private static int rank(RelDataType type) {
        return switch (type.getSqlTypeName()) {
            case DATE -> 1;
            case TIMESTAMP -> 2;
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> 3;
            default -> 0;
        };
    }
}
