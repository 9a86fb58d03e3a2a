package io.colonnade.sql.bind;

import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlPrefixOperator;
import org.apache.calcite.sql.validate.SqlMonotonicity;

/**
 * An operator of ours in the syntax tree. It never stands in a relational tree: the conversion
 * replaces it by what {@link Overloads#convert} gives. Immutable.
 */
sealed interface Builtin {
    Overloads overloads();

    /** A function, called by name. */
    final class Function extends SqlFunction implements Builtin {
        private final Overloads overloads;

        Function(String name, Overloads overloads) {
            super(
                    name,
                    SqlKind.OTHER_FUNCTION,
                    overloads,
                    overloads,
                    overloads,
                    SqlFunctionCategory.USER_DEFINED_FUNCTION);
            this.overloads = overloads;
        }

        @Override
        public Overloads overloads() {
            return overloads;
        }

        @Override
        public boolean isDeterministic() {
            return !getName().equals("random");
        }
    }

    /** An infix operator. */
    final class Infix extends SqlBinaryOperator implements Builtin {
        private final Overloads overloads;

        Infix(SqlBinaryOperator standard, Overloads overloads) {
            super(
                    standard.getName(),
                    standard.getKind(),
                    standard.getLeftPrec() / 2 * 2,
                    standard.getLeftPrec() < standard.getRightPrec(),
                    overloads,
                    overloads,
                    overloads);
            this.overloads = overloads;
        }

        @Override
        public Overloads overloads() {
            return overloads;
        }

        /** Calcite would read every constant operand as a number, also text. */
        @Override
        public SqlMonotonicity getMonotonicity(SqlOperatorBinding call) {
            return SqlMonotonicity.NOT_MONOTONIC;
        }
    }

    /** A prefix operator. */
    final class Prefix extends SqlPrefixOperator implements Builtin {
        private final Overloads overloads;

        Prefix(SqlPrefixOperator standard, Overloads overloads) {
            super(
                    standard.getName(),
                    standard.getKind(),
                    standard.getRightPrec() / 2 * 2,
                    overloads,
                    overloads,
                    overloads);
            this.overloads = overloads;
        }

        @Override
        public Overloads overloads() {
            return overloads;
        }
    }
}
