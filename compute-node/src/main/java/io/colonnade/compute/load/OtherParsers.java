package io.colonnade.compute.load;

import io.colonnade.engine.kernel.DateText;
import io.colonnade.engine.kernel.DecimalText;
import io.colonnade.engine.kernel.DoubleText;
import io.colonnade.engine.kernel.TimeText;
import io.colonnade.engine.kernel.TimestampText;
import io.colonnade.error.ColonnadeException;
import io.colonnade.plan.LoadOptions;
import io.colonnade.storage.vector.DoubleVector;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

import java.time.ZoneOffset;
import java.util.Locale;

/** Parsers for dates, times, floating point and long decimals, on the engine's own text forms. */
final class OtherParsers {
    private OtherParsers() {}

    /** The loop that all of them share: empty is NULL, what does not convert is reported. */
    private abstract static class Checked implements FieldParser {
        @Override
        public final void parse(RowBlock block, int column, Vector target, BadValues bad) {
            int[] starts = block.starts[column];
            int[] lengths = block.lengths[column];
            for (int r = 0; r < block.rows; r++) {
                if (lengths[r] <= 0) {
                    target.setNull(r);
                    continue;
                }
                try {
                    store(block.bytes, starts[r], lengths[r], target, r);
                } catch (ColonnadeException e) {
                    if (Fields.text(block, r, column).isBlank()) {
                        target.setNull(r);
                    } else if (!forgiven(target, r)) {
                        bad.value(block, r, column, e.getMessage());
                    }
                }
            }
        }

        abstract void store(byte[] bytes, int start, int length, Vector target, int row);

        /** Whether an option turns a wrong value into NULL. */
        boolean forgiven(Vector target, int row) {
            return false;
        }
    }

    /** DATE: ISO and PostgreSQL's common forms; one virtual call per value, parsing dominates. */
    static final class Dates extends Checked {
        private final boolean acceptAny;

        Dates(LoadOptions options) {
            acceptAny = options.getAcceptAnyDate();
            refuseOtherFormat("DATEFORMAT", options.getDateFormat(), "yyyy-mm-dd");
        }

        @Override
        void store(byte[] bytes, int start, int length, Vector target, int row) {
            ((IntVector) target).values()[row] = DateText.parse(bytes, start, length);
        }

        @Override
        boolean forgiven(Vector target, int row) {
            if (acceptAny) {
                target.setNull(row);
            }
            return acceptAny;
        }
    }

    /** TIME, TIMESTAMP and TIMESTAMPTZ; values without a zone are UTC. */
    static final class Times extends Checked {
        private final TypeKind kind;

        Times(SqlType type, LoadOptions options) {
            kind = type.kind();
            refuseOtherFormat("TIMEFORMAT", options.getTimeFormat(), "yyyy-mm-dd hh:mi:ss");
        }

        @Override
        void store(byte[] bytes, int start, int length, Vector target, int row) {
            ((LongVector) target).values()[row] =
                    switch (kind) {
                        case TIME -> TimeText.parse(bytes, start, length);
                        case TIMESTAMPTZ ->
                                TimestampText.parseZoned(bytes, start, length, ZoneOffset.UTC);
                        default -> TimestampText.parse(bytes, start, length);
                    };
        }
    }

    private static void refuseOtherFormat(String option, String format, String iso) {
        String lower = format.toLowerCase(Locale.ROOT);
        if (!lower.isEmpty() && !lower.equals("auto") && !lower.equals(iso)) {
            throw ColonnadeException.notSupported(option + " '" + format + "'");
        }
    }

    /** REAL and DOUBLE. */
    static final class Doubles extends Checked {
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
    static final class LongDecimals extends Checked {
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
    static final class Unsupported extends Checked {
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
