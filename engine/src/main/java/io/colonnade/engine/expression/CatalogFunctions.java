package io.colonnade.engine.expression;

import io.colonnade.error.ColonnadeException;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.type.SqlType;

import java.util.ArrayList;
import java.util.List;

/**
 * Builds what PostgreSQL's catalogue queries call: names of types, and arrays, which are texts like
 * {@code {a,"b c",NULL}} here. Stateless.
 */
final class CatalogFunctions {
    private CatalogFunctions() {}

    static VectorExpression build(
            ScalarFunction function, List<VectorExpression> arguments, SqlType type) {
        VectorExpression[] args = arguments.toArray(new VectorExpression[0]);
        return switch (function) {
            case FORMAT_TYPE -> new FormatTypeExpression(args, type);
            case ARRAY_CONTAINS ->
                    new LongFunction(
                            type,
                            (in, i) -> elements(in.text(0, i)).contains(in.text(1, i)) ? 1 : 0,
                            args);
            case ARRAY_ELEMENT ->
                    new TextFunction(
                            type,
                            (in, i, out) -> {
                                List<String> elements = elements(in.text(0, i));
                                long index = in.integer(1, i);
                                String element =
                                        index < 1 || index > elements.size()
                                                ? null
                                                : elements.get((int) index - 1);
                                if (element == null) {
                                    in.setNull();
                                } else {
                                    out.append(element);
                                }
                            },
                            args);
            case ARRAY_TO_STRING ->
                    new TextFunction(type, (in, i, out) -> out.append(join(in, i)), args);
            case ARRAY_LENGTH ->
                    new LongFunction(
                            type,
                            (in, i) -> {
                                int size = elements(in.text(0, i)).size();
                                boolean isFirstDimension = in.count() < 2 || in.integer(1, i) == 1;
                                if (size == 0 || !isFirstDimension) {
                                    in.setNull();
                                }
                                return size;
                            },
                            args);
            default -> throw ColonnadeException.internal("no catalogue function: " + function);
        };
    }

    /** Joins the elements; NULLs are left out unless a third argument says how to show them. */
    private static String join(Inputs in, int i) {
        String separator = in.text(1, i);
        StringBuilder joined = new StringBuilder();
        boolean isFirst = true;
        for (String element : elements(in.text(0, i))) {
            String shown = element == null && in.count() > 2 ? in.text(2, i) : element;
            if (shown != null) {
                joined.append(isFirst ? "" : separator).append(shown);
                isFirst = false;
            }
        }
        return joined.toString();
    }

    /** Elements of {a,b}; also of a list separated by blanks, as int2vector is shown. */
    static List<String> elements(String array) {
        List<String> elements = new ArrayList<>();
        String text = array.trim();
        if (!text.startsWith("{") || !text.endsWith("}")) {
            for (String part : text.split(" ")) {
                if (!part.isEmpty()) {
                    elements.add(part);
                }
            }
            return elements;
        }
        int end = text.length() - 1;
        int p = 1;
        while (p < end) {
            StringBuilder element = new StringBuilder();
            boolean quoted = text.charAt(p) == '"';
            p = quoted ? readQuoted(text, p + 1, element) : readPlain(text, p, end, element);
            boolean isNull = !quoted && element.toString().equalsIgnoreCase("null");
            elements.add(isNull ? null : element.toString());
            // the comma
            p++;
        }
        return elements;
    }

    private static int readQuoted(String text, int from, StringBuilder element) {
        int p = from;
        while (p < text.length() && text.charAt(p) != '"') {
            if (text.charAt(p) == '\\' && p + 1 < text.length()) {
                p++;
            }
            element.append(text.charAt(p++));
        }
        return p + 1;
    }

    private static int readPlain(String text, int from, int end, StringBuilder element) {
        int p = from;
        while (p < end && text.charAt(p) != ',') {
            element.append(text.charAt(p++));
        }
        return p;
    }
}
