package io.colonnade.engine.kernel;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A number format of TO_CHAR and TO_NUMBER taken apart, as PostgreSQL defines them: 9 0 . D , G S
 * PL MI SG PR L TH V EEEE RN FM and quoted text. Immutable.
 */
final class NumberTemplate {
    /** What one part of the template stands for. */
    enum Part {
        NINE,
        ZERO,
        POINT,
        GROUP,
        SIGN,
        PLUS,
        MINUS,
        PLUS_OR_MINUS,
        BRACKETS,
        CURRENCY,
        ORDINAL_UPPER,
        ORDINAL_LOWER,
        SHIFT,
        EXPONENT,
        ROMAN,
        LITERAL
    }

    record Element(Part part, String text) {}

    private static final Object[][] WORDS = {
        {"EEEE", Part.EXPONENT},
        {"FM", null},
        {"PL", Part.PLUS},
        {"MI", Part.MINUS},
        {"SG", Part.PLUS_OR_MINUS},
        {"PR", Part.BRACKETS},
        {"TH", Part.ORDINAL_UPPER},
        {"RN", Part.ROMAN},
        {"9", Part.NINE},
        {"0", Part.ZERO},
        {".", Part.POINT},
        {"D", Part.POINT},
        {",", Part.GROUP},
        {"G", Part.GROUP},
        {"S", Part.SIGN},
        {"L", Part.CURRENCY},
        {"V", Part.SHIFT},
    };

    final List<Element> elements = new ArrayList<>();
    boolean fill;

    /** Digit positions before and after the point, and after V. */
    int whole;

    int fraction;
    int shift;

    /** Index among the digit positions before the point of the first 0; MAX_VALUE for none. */
    int firstZero = Integer.MAX_VALUE;

    /** Fraction digits up to the last 0 of the format: those always show. */
    int fixedFraction;

    private boolean point;
    private boolean shifted;

    NumberTemplate(String format) {
        int p = 0;
        while (p < format.length()) {
            char c = format.charAt(p);
            if (c == '"') {
                p = quoted(format, p + 1);
            } else {
                p = word(format, p);
            }
        }
    }

    private int quoted(String format, int from) {
        StringBuilder text = new StringBuilder();
        int p = from;
        while (p < format.length() && format.charAt(p) != '"') {
            if (format.charAt(p) == '\\' && p + 1 < format.length()) {
                p++;
            }
            text.append(format.charAt(p++));
        }
        elements.add(new Element(Part.LITERAL, text.toString()));
        return p + 1;
    }

    private int word(String format, int p) {
        for (Object[] entry : WORDS) {
            String word = (String) entry[0];
            if (format.regionMatches(true, p, word, 0, word.length())) {
                String written = format.substring(p, p + word.length());
                add((Part) entry[1], written);
                return p + word.length();
            }
        }
        int next = format.offsetByCodePoints(p, 1);
        elements.add(new Element(Part.LITERAL, format.substring(p, next)));
        return next;
    }

    private void add(Part part, String written) {
        if (part == null) {
            fill = true;
            return;
        }
        switch (part) {
            case NINE, ZERO -> digit(part);
            case POINT -> {
                if (point) {
                    throw new ColonnadeException(ErrorCode.SYNTAX_ERROR, "multiple decimal points");
                }
                point = true;
            }
            case SHIFT -> shifted = true;
            default -> {}
        }
        boolean lower =
                part == Part.ORDINAL_UPPER && written.equals(written.toLowerCase(Locale.ROOT));
        elements.add(new Element(lower ? Part.ORDINAL_LOWER : part, written));
    }

    private void digit(Part part) {
        if (point) {
            fraction++;
            fixedFraction = part == Part.ZERO ? fraction : fixedFraction;
            return;
        }
        if (part == Part.ZERO && firstZero == Integer.MAX_VALUE) {
            firstZero = whole;
        }
        whole++;
        shift += shifted ? 1 : 0;
    }

    boolean has(Part part) {
        for (Element element : elements) {
            if (element.part == part) {
                return true;
            }
        }
        return false;
    }

    /** Whether the sign stands where S stands, after the digits. */
    boolean signsAfter() {
        boolean digits = false;
        for (Element element : elements) {
            if (element.part == Part.SIGN) {
                return digits;
            }
            digits |= element.part == Part.NINE || element.part == Part.ZERO;
        }
        return false;
    }
}
