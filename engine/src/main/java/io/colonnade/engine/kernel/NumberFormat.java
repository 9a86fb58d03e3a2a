package io.colonnade.engine.kernel;

import io.colonnade.engine.kernel.NumberTemplate.Element;
import io.colonnade.engine.kernel.NumberTemplate.Part;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** TO_CHAR and TO_NUMBER with one format. Immutable but for its last result. */
public final class NumberFormat {
    private static final int[] ROMAN_VALUES = {
        1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1
    };
    private static final String[] ROMAN_LETTERS = {
        "M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"
    };
    private static final int ROMAN_WIDTH = 15;
    private static final int MAX_DIGITS = 1000;

    private final NumberTemplate template;

    public NumberFormat(String format) {
        if (format.length() > MAX_DIGITS) {
            throw new ColonnadeException(ErrorCode.INVALID_ARGUMENT, "number format too long");
        }
        template = new NumberTemplate(format);
    }

    /** The text of a number; null for what is no finite number (NaN, infinity). */
    public String format(BigDecimal value) {
        if (template.has(Part.ROMAN)) {
            return roman(value);
        }
        if (template.has(Part.EXPONENT)) {
            return scientific(value);
        }
        return new Writer(value).write();
    }

    private String roman(BigDecimal value) {
        BigDecimal rounded =
                value == null ? BigDecimal.ZERO : value.setScale(0, RoundingMode.HALF_UP);
        StringBuilder text = new StringBuilder();
        if (rounded.compareTo(BigDecimal.ONE) < 0
                || rounded.compareTo(BigDecimal.valueOf(3999)) > 0) {
            text.append("#".repeat(ROMAN_WIDTH));
        } else {
            int rest = rounded.intValue();
            for (int i = 0; i < ROMAN_VALUES.length; i++) {
                while (rest >= ROMAN_VALUES[i]) {
                    text.append(ROMAN_LETTERS[i]);
                    rest -= ROMAN_VALUES[i];
                }
            }
        }
        boolean lower =
                template.elements.stream()
                        .anyMatch(e -> e.part() == Part.ROMAN && e.text().equals("rn"));
        String shown = lower ? text.toString().toLowerCase(Locale.ROOT) : text.toString();
        return template.fill ? shown : " ".repeat(ROMAN_WIDTH - shown.length()) + shown;
    }

    private String scientific(BigDecimal value) {
        if (value == null) {
            return "#".repeat(template.whole + template.fraction + 6);
        }
        int digits = template.fraction + 1;
        BigDecimal rounded = value.round(new MathContext(digits, RoundingMode.HALF_UP));
        String unscaled = rounded.unscaledValue().abs().toString();
        int exponent = rounded.signum() == 0 ? 0 : unscaled.length() - 1 - rounded.scale();
        StringBuilder text = new StringBuilder(value.signum() < 0 ? "-" : template.fill ? "" : " ");
        String mantissa = rounded.signum() == 0 ? "0" : unscaled;
        mantissa = (mantissa + "0".repeat(digits)).substring(0, digits);
        text.append(mantissa.charAt(0));
        if (digits > 1) {
            text.append('.').append(mantissa, 1, digits);
        }
        text.append(exponent < 0 ? "e-" : "e+");
        text.append(Math.abs(exponent) < 10 ? "0" : "").append(Math.abs(exponent));
        return text.toString();
    }

    /** One number on its way through the template. */
    private final class Writer {
        private final StringBuilder out = new StringBuilder();
        private final boolean negative;
        private final String whole;
        private final String fraction;
        private final int blanks;
        private final int lastRelevant;
        private final boolean hidesZero;
        private final boolean overflows;
        private boolean signWritten;
        private boolean started;
        private int wholeIndex;
        private int fractionIndex;

        private Writer(BigDecimal value) {
            BigDecimal shown =
                    value == null
                            ? BigDecimal.ZERO
                            : value.movePointRight(template.shift)
                                    .setScale(template.fraction, RoundingMode.HALF_UP);
            negative = shown.signum() < 0;
            String digits = shown.abs().unscaledValue().toString();
            int missing = template.fraction + 1 - digits.length();
            digits = missing > 0 ? "0".repeat(missing) + digits : digits;
            String left = digits.substring(0, digits.length() - template.fraction);
            boolean overflow = left.length() > Math.max(template.whole, 0) || value == null;
            boolean noWhole = template.whole == 0 && left.equals("0");
            overflows = overflow && !noWhole;
            whole = overflows ? "#".repeat(template.whole) : noWhole ? "" : left;
            fraction =
                    overflows
                            ? "#".repeat(template.fraction)
                            : digits.substring(digits.length() - template.fraction);
            blanks = template.whole - whole.length();
            lastRelevant = lastRelevant();
            hidesZero =
                    whole.equals("0")
                            && template.fraction > 0
                            && template.firstZero == Integer.MAX_VALUE;
            signWritten =
                    template.has(Part.MINUS)
                            || template.has(Part.PLUS_OR_MINUS)
                            || template.signsAfter();
        }

        /** Fraction digits that FM leaves: the trailing zeros go. */
        private int lastRelevant() {
            int last = fraction.length();
            while (template.fill
                    && last > template.fixedFraction
                    && fraction.charAt(last - 1) == '0') {
                last--;
            }
            return last;
        }

        private String write() {
            int digitsLeft = template.whole + template.fraction;
            for (Element element : template.elements) {
                switch (element.part()) {
                    case NINE, ZERO -> {
                        digit();
                        digitsLeft--;
                        if (digitsLeft == 0) {
                            finish();
                        }
                    }
                    case POINT -> {
                        sign();
                        out.append(template.fraction > 0 || overflows ? "." : "");
                        started = true;
                    }
                    case GROUP -> {
                        if (started) {
                            out.append(',');
                        } else {
                            blank();
                        }
                    }
                    case PLUS -> mark(negative ? ' ' : '+');
                    case MINUS -> mark(negative ? '-' : ' ');
                    case PLUS_OR_MINUS -> out.append(negative ? '-' : '+');
                    case CURRENCY -> out.append('$');
                    case ORDINAL_UPPER -> out.append(ordinal());
                    case ORDINAL_LOWER -> out.append(ordinal().toLowerCase(Locale.ROOT));
                    case LITERAL -> out.append(element.text());
                    default -> {}
                }
            }
            return out.toString();
        }

        private void digit() {
            if (wholeIndex < template.whole) {
                wholeDigit(wholeIndex++);
                return;
            }
            boolean shown = fractionIndex < lastRelevant;
            if (shown && fractionIndex < fraction.length()) {
                sign();
                out.append(fraction.charAt(fractionIndex));
            }
            fractionIndex++;
        }

        private void wholeDigit(int index) {
            if (index < blanks) {
                if (index >= template.firstZero) {
                    sign();
                    out.append('0');
                    started = true;
                } else {
                    blank();
                }
            } else if (hidesZero) {
                if (template.fill && lastRelevant == 0) {
                    sign();
                    out.append('0');
                } else {
                    blank();
                }
            } else {
                sign();
                out.append(whole.charAt(index - blanks));
                started = true;
            }
        }

        private void blank() {
            if (!template.fill) {
                out.append(' ');
            }
        }

        private void mark(char sign) {
            if (sign != ' ' || !template.fill) {
                out.append(sign);
            }
        }

        /** Writes the sign before the first thing that shows. */
        private void sign() {
            if (signWritten) {
                return;
            }
            signWritten = true;
            if (template.has(Part.BRACKETS)) {
                mark(negative ? '<' : ' ');
            } else if (template.has(Part.SIGN)) {
                out.append(negative ? '-' : '+');
            } else {
                mark(negative ? '-' : ' ');
            }
        }

        private void finish() {
            if (template.has(Part.BRACKETS)) {
                mark(negative ? '>' : ' ');
            } else if (template.signsAfter()) {
                out.append(negative ? '-' : '+');
            }
        }

        private String ordinal() {
            return negative ? "" : NumberFormat.ordinal(whole);
        }
    }

    /** ST, ND, RD or TH for a number's last digits. */
    static String ordinal(String digits) {
        char last = digits.isEmpty() ? '0' : digits.charAt(digits.length() - 1);
        boolean teen = digits.length() > 1 && digits.charAt(digits.length() - 2) == '1';
        if (teen) {
            return "TH";
        }
        return switch (last) {
            case '1' -> "ST";
            case '2' -> "ND";
            case '3' -> "RD";
            default -> "TH";
        };
    }

    /** The number that a text shows: as many digits as the format has places. */
    public BigDecimal parse(String text) {
        boolean negative = text.indexOf('-') >= 0 || text.indexOf('<') >= 0;
        StringBuilder digits = new StringBuilder();
        int whole = 0;
        int fraction = 0;
        boolean point = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' && !point) {
                point = true;
                digits.append('.');
            } else if (c >= '0' && c <= '9') {
                boolean taken = point ? fraction < template.fraction : whole < template.whole;
                if (taken) {
                    digits.append(c);
                }
                fraction += point ? 1 : 0;
                whole += point ? 0 : 1;
            } else if (Character.isLetter(c) && !template.has(Part.LITERAL) && c != 'E') {
                throw invalid(text);
            }
        }
        if (whole + fraction == 0) {
            throw invalid(text);
        }
        BigDecimal value =
                new BigDecimal(digits.toString().endsWith(".") ? digits + "0" : "0" + digits);
        value = value.movePointLeft(template.shift);
        return negative ? value.negate() : value;
    }

    private static ColonnadeException invalid(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return TextErrors.syntax("numeric", bytes, 0, bytes.length);
    }
}
