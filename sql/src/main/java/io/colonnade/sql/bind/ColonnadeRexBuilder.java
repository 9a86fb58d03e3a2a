package io.colonnade.sql.bind;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.NlsString;

/** Makes text constants VARCHAR, as in PostgreSQL, where Calcite makes them CHAR. Immutable. */
public final class ColonnadeRexBuilder extends RexBuilder {
    public static final ColonnadeRexBuilder INSTANCE = new ColonnadeRexBuilder();

    private ColonnadeRexBuilder() {
        super(TypeMapping.FACTORY);
    }

    @Override
    public RexLiteral makeCharLiteral(NlsString text) {
        return makeLiteral(text, TextTypes.ofConstant(text.getValue()), SqlTypeName.CHAR);
    }

    /** A constant that becomes REAL is rounded, one that becomes an instant shifted by its zone. */
    @Override
    public RexNode makeCast(
            SqlParserPos position,
            RelDataType type,
            RexNode value,
            boolean matchNullability,
            boolean safe,
            RexLiteral format) {
        SqlTypeName to = type.getSqlTypeName();
        boolean changes =
                value instanceof RexLiteral literal
                        && !literal.isNull()
                        && value.getType().getSqlTypeName() != to
                        && (to == SqlTypeName.REAL
                                || to == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE);
        return changes
                ? makeAbstractCast(position, type, value, safe)
                : super.makeCast(position, type, value, matchNullability, safe, format);
    }

    @Override
    public RexLiteral makePreciseStringLiteral(String text) {
        return makeCharLiteral(new NlsString(text, null, null));
    }

    @Override
    public RexLiteral makeLiteral(String text) {
        return makePreciseStringLiteral(text);
    }

    /** A text constant of exactly this type. */
    public RexLiteral makeText(String text, RelDataType type) {
        return makeLiteral(new NlsString(text, null, null), type, SqlTypeName.CHAR);
    }
}
