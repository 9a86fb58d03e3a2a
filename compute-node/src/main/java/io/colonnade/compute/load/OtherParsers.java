package io.colonnade.compute.load;

import io.colonnade.engine.kernel.BooleanText;
import io.colonnade.engine.kernel.DecimalText;
import io.colonnade.engine.kernel.DoubleText;
import io.colonnade.error.ColonnadeException;
import io.colonnade.storage.vector.BooleanVector;
import io.colonnade.storage.vector.DoubleVector;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

/** Parsers for what is rare in large files, on the engine's own text forms. */
final class OtherParsers {
    private OtherParsers() {}

    /** BOOLEAN: t, f, true, false, yes, no, on, off, 1, 0, in any case. */
    static final class Booleans extends CheckedParser {
        @Override
        void store(byte[] bytes, int start, int length, Vector target, int row) {
            ((BooleanVector) target).values()[row] = BooleanText.parse(bytes, start, length);
        }
    }

    /** REAL and DOUBLE. */
    static final class Doubles extends CheckedParser {
        private final boolean real;

        Doubles(SqlType type) {
            real = type.kind() == TypeKind.REAL;
        }

        @Override
        void store(byte[] bytes, int start, int length, Vector target, int row) {
            ((DoubleVector) target).values()[row] =
                    real
                            ? DoubleText.parseReal(bytes, start, length)
                            : DoubleText.parse(bytes, start, length);
        }
    }

    /** DECIMAL of 19 to 38 digits. */
    static final class LongDecimals extends CheckedParser {
        private final SqlType type;

        LongDecimals(SqlType type) {
            this.type = type;
        }

        @Override
        void store(byte[] bytes, int start, int length, Vector target, int row) {
            Int128Vector values = (Int128Vector) target;
            DecimalText.parse(bytes, start, length, type, values, row);
        }
    }

    /** A type that no table column has yet. */
    static final class Unsupported extends CheckedParser {
        private final SqlType type;

        Unsupported(SqlType type) {
            this.type = type;
        }

        @Override
        void store(byte[] bytes, int start, int length, Vector target, int row) {
            throw ColonnadeException.notSupported("COPY of type " + type);
        }
    }
}
