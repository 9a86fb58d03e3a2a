package io.colonnade.engine.expression;

import static io.colonnade.engine.expression.Sql.bigint;
import static io.colonnade.engine.expression.Sql.integer;
import static io.colonnade.engine.expression.Sql.real;
import static io.colonnade.engine.expression.Sql.text;

import io.colonnade.engine.expression.Sql.Value;
import io.colonnade.plan.Expression;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.type.SqlType;

import org.junit.jupiter.api.Test;

/** Functions of text and patterns, in every form of their arguments. */
class TextTest {
    private static void check(
            String expected, ScalarFunction function, SqlType type, Value... values) {
        Forms.check(
                expected,
                args -> Sql.call(function, type, args.toArray(new Expression[0])),
                values);
    }

    private static void written(String expected, ScalarFunction function, Value... values) {
        check(expected, function, SqlType.VARCHAR, values);
    }

    private static void number(String expected, ScalarFunction function, Value... values) {
        check(expected, function, SqlType.INTEGER, values);
    }

    private static void truth(String expected, ScalarFunction function, String... values) {
        Value[] texts = new Value[values.length];
        for (int i = 0; i < values.length; i++) {
            texts[i] = Sql.text(values[i]);
        }
        check(expected, function, SqlType.BOOLEAN, texts);
    }

    @Test
    void like() {
        ScalarFunction f = ScalarFunction.LIKE;
        truth("true", f, "PROMO BRUSHED", "PROMO%");
        truth("false", f, "PROM", "PROMO%");
        truth("true", f, "LARGE BRASS", "%BRASS");
        truth("false", f, "BRASS X", "%BRASS");
        truth("true", f, "dark green tea", "%green%");
        truth("false", f, "gren", "%green%");
        truth("true", f, "a special b requests c", "%special%requests%");
        truth("false", f, "requests special", "%special%requests%");
        truth("true", f, "abc", "abc");
        truth("false", f, "abcd", "abc");
        truth("true", f, "", "");
        truth("true", f, "", "%");
        truth("false", f, "x", "");
        truth("true", f, "abc", "a_c");
        truth("true", f, "a\u00e9c", "a_c");
        truth("true", f, "\u20ac12", "_12");
        truth("false", f, "ac", "a_c");
        truth("true", f, "abcbc", "%b_");
        truth("true", f, "xa1b2c", "%a_b%_c");
        truth("true", f, "aaa", "%a%a%a%");
        truth("false", f, "aa", "%a%a%a%");
        truth("true", f, "50%", "50\\%");
        truth("false", f, "50x", "50\\%");
        truth("true", f, "50%", "50!%", "!");
        truth("true", f, "a\\b", "a\\b", "");
        truth(null, f, null, "%");
        truth(null, f, "a", null);
        truth("!22025 LIKE pattern must not end with escape character", f, "a", "a\\");
        truth("true", f, "abab", "ab%ab");
        truth("false", f, "ab", "ab%ab");
    }

    @Test
    void otherPatterns() {
        truth("true", ScalarFunction.ILIKE, "PROMO Brushed", "promo%brush__");
        truth("true", ScalarFunction.ILIKE, "\u00c9t\u00e9", "\u00e9%");
        truth("false", ScalarFunction.ILIKE, "abc", "b%");
        truth("true", ScalarFunction.SIMILAR_TO, "abc", "(abc|def)");
        truth("false", ScalarFunction.SIMILAR_TO, "xabc", "(abc|def)");
        truth("true", ScalarFunction.SIMILAR_TO, "a.c", "a.c");
        truth("false", ScalarFunction.SIMILAR_TO, "axc", "a.c");
        truth("true", ScalarFunction.SIMILAR_TO, "abbbc", "ab+_|%x");
        truth("true", ScalarFunction.REGEXP_MATCH, "foobar", "o{2}b");
        truth("false", ScalarFunction.REGEXP_MATCH, "FOO", "o");
        truth("true", ScalarFunction.REGEXP_IMATCH, "FOO", "^f.o$");
        truth(null, ScalarFunction.REGEXP_MATCH, null, "o");
        truth("true", ScalarFunction.STARTS_WITH, "foobar", "foo");
        truth("false", ScalarFunction.STARTS_WITH, "barfoo", "foo");
        truth("true", ScalarFunction.STARTS_WITH, "foo", "");
    }

    @Test
    void substring() {
        ScalarFunction f = ScalarFunction.SUBSTRING;
        written("13", f, text("13-702-694-4555"), integer("1"), integer("2"));
        written("bc", f, text("abc"), integer("2"));
        written("a", f, text("abc"), integer("-1"), integer("3"));
        written("", f, text("abc"), integer("5"), integer("3"));
        written("\u00e9t", f, text("\u00e9t\u00e9"), integer("1"), integer("2"));
        written("\u00e9", f, text("\u00e9t\u00e9"), bigint("3"), bigint("9223372036854775807"));
        written(null, f, text(null), integer("1"), integer("2"));
        written(null, f, text("a"), integer(null), integer("2"));
        written(
                "!22023 negative substring length not allowed",
                f,
                text("a"),
                integer("1"),
                integer("-2"));
        written("ab", ScalarFunction.LEFT, text("abc"), integer("2"));
        written("ab", ScalarFunction.LEFT, text("abc"), integer("-1"));
        written("\u00e9", ScalarFunction.LEFT, text("\u00e9a"), integer("1"));
        written("bc", ScalarFunction.RIGHT, text("abc"), integer("2"));
        written("c", ScalarFunction.RIGHT, text("abc"), integer("-2"));
        written("abc", ScalarFunction.RIGHT, text("abc"), integer("9"));
    }

    @Test
    void trims() {
        written("a b", ScalarFunction.TRIM_BOTH, text("  a b "));
        written("a b ", ScalarFunction.TRIM_LEADING, text("  a b "));
        written("  a b", ScalarFunction.TRIM_TRAILING, text("  a b "));
        written("", ScalarFunction.TRIM_BOTH, text("   "));
        written("a", ScalarFunction.TRIM_BOTH, text("xyax"), text("xy"));
        written("ax", ScalarFunction.TRIM_LEADING, text("xyax"), text("xy"));
        written("\u00e9", ScalarFunction.TRIM_TRAILING, text("\u00e9\u00fc\u00fc"), text("\u00fc"));
        written(null, ScalarFunction.TRIM_BOTH, text("a"), text(null));
    }

    @Test
    void pieces() {
        ScalarFunction f = ScalarFunction.SPLIT_PART;
        written("b", f, text("a,b,c"), text(","), integer("2"));
        written("", f, text("a,b,c"), text(","), integer("4"));
        written("c", f, text("a,b,c"), text(","), integer("-1"));
        written("", f, text("a,b,c"), text(","), integer("-4"));
        written("b", f, text("a--b"), text("--"), integer("2"));
        written("ab", f, text("ab"), text(""), integer("1"));
        written("!22023 field position must not be zero", f, text("a"), text(","), integer("0"));
        number("3", ScalarFunction.CHAR_LENGTH, text("\u00e9t\u20ac"));
        number("6", ScalarFunction.OCTET_LENGTH, text("\u00e9t\u20ac"));
        number("0", ScalarFunction.CHAR_LENGTH, text(""));
        number("3", ScalarFunction.POSITION, text("\u00e9tat"), text("at"));
        number("0", ScalarFunction.POSITION, text("abc"), text("x"));
        number("1", ScalarFunction.POSITION, text("abc"), text(""));
        number("97", ScalarFunction.ASCII, text("abc"));
        number("8364", ScalarFunction.ASCII, text("\u20ac"));
        number(null, ScalarFunction.POSITION, text("abc"), text(null));
    }

    @Test
    void writers() {
        written("ABC-1", ScalarFunction.UPPER, text("abc-1"));
        written("\u00c9", ScalarFunction.UPPER, text("\u00e9"));
        written("abc", ScalarFunction.LOWER, text("ABC"));
        written("Hello World-Wide", ScalarFunction.INITCAP, text("hELLO wORLD-wide"));
        written("a1x", ScalarFunction.CONCAT, text("a"), integer("1"), text("x"));
        written(null, ScalarFunction.CONCAT, text("a"), text(null));
        written("ax", ScalarFunction.CONCAT_SKIP_NULLS, text("a"), text(null), text("x"));
        written("xbxb", ScalarFunction.REPLACE, text("aabaab"), text("aa"), text("x"));
        written("abc", ScalarFunction.REPLACE, text("abc"), text(""), text("x"));
        written("a2x5", ScalarFunction.TRANSLATE, text("12345"), text("143"), text("ax"));
        written("  7", ScalarFunction.LPAD, text("7"), integer("3"));
        written("xyx7", ScalarFunction.LPAD, text("7"), integer("4"), text("xy"));
        written("7xyx", ScalarFunction.RPAD, text("7"), integer("4"), text("xy"));
        written("ab", ScalarFunction.RPAD, text("abc"), integer("2"));
        written("ababab", ScalarFunction.REPEAT, text("ab"), integer("3"));
        written("", ScalarFunction.REPEAT, text("ab"), integer("-3"));
        written("c\u00e9a", ScalarFunction.REVERSE, text("a\u00e9c"));
        written("\u20ac", ScalarFunction.CHR, integer("8364"));
        written("!22023 null character not permitted", ScalarFunction.CHR, integer("0"));
        written("900150983cd24fb0d6963f7d28e17f72", ScalarFunction.MD5, text("abc"));
        written("'O''Reilly'", ScalarFunction.QUOTE_LITERAL, text("O'Reilly"));
        written("E'a\\\\b'", ScalarFunction.QUOTE_LITERAL, text("a\\b"));
        written("abc", ScalarFunction.QUOTE_IDENT, text("abc"));
        written("\"Abc\"\"d\"", ScalarFunction.QUOTE_IDENT, text("Abc\"d"));
        written("\"select\"", ScalarFunction.QUOTE_IDENT, text("select"));
        written("ff", ScalarFunction.TO_HEX, integer("255"));
        written("ffffffff", ScalarFunction.TO_HEX, integer("-1"));
        written("ffffffffffffffff", ScalarFunction.TO_HEX, bigint("-1"));
        written(
                "Thomas",
                ScalarFunction.OVERLAY,
                text("Txxxxas"),
                text("hom"),
                integer("2"),
                integer("4"));
        written("Thomxas", ScalarFunction.OVERLAY, text("Txxxxas"), text("hom"), integer("2"));
    }

    @Test
    void regularExpressions() {
        written("X b X", ScalarFunction.REGEXP_REPLACE, text("aa b a"), text("a+"), text("X"));
        written(
                "X b a",
                ScalarFunction.REGEXP_REPLACE,
                text("aa b a"),
                text("a+"),
                text("X"),
                text(""));
        written(
                "X b X",
                ScalarFunction.REGEXP_REPLACE,
                text("aa b a"),
                text("A+"),
                text("X"),
                text("gi"));
        written(
                "2-1",
                ScalarFunction.REGEXP_REPLACE,
                text("1-2"),
                text("(\\d)-(\\d)"),
                text("\\2-\\1"));
        written(
                "aa b X",
                ScalarFunction.REGEXP_REPLACE,
                text("aa b a"),
                text("a+"),
                text("X"),
                integer("3"));
        written("bb", ScalarFunction.REGEXP_SUBSTR, text("abbc"), text("b+"));
        written("", ScalarFunction.REGEXP_SUBSTR, text("abbc"), text("x+"));
        written(
                "c2",
                ScalarFunction.REGEXP_SUBSTR,
                text("c1 c2"),
                text("c."),
                integer("1"),
                integer("2"));
        number("3", ScalarFunction.REGEXP_COUNT, text("a1b22c3"), text("[0-9]+"));
        number("2", ScalarFunction.REGEXP_COUNT, text("a1b22c3"), text("[0-9]+"), integer("3"));
        written(
                "!2201B invalid regular expression: missing closing )",
                ScalarFunction.REGEXP_SUBSTR,
                text("a"),
                text("("));
    }

    @Test
    void catalogueHelpers() {
        written("integer", ScalarFunction.FORMAT_TYPE, bigint("23"), integer(null));
        written("character varying(44)", ScalarFunction.FORMAT_TYPE, bigint("1043"), integer("48"));
        written("numeric(15,2)", ScalarFunction.FORMAT_TYPE, bigint("1700"), integer("983046"));
        written("numeric", ScalarFunction.FORMAT_TYPE, bigint("1700"), integer("-1"));
        written("???", ScalarFunction.FORMAT_TYPE, bigint("4711"), integer("-1"));
        written(null, ScalarFunction.FORMAT_TYPE, bigint(null), integer("-1"));
        truth("true", ScalarFunction.ARRAY_CONTAINS, "{a,\"b c\"}", "b c");
        truth("false", ScalarFunction.ARRAY_CONTAINS, "{}", "a");
        written("b", ScalarFunction.ARRAY_ELEMENT, text("{a,b}"), integer("2"));
        written(null, ScalarFunction.ARRAY_ELEMENT, text("{a,NULL}"), integer("2"));
        written(null, ScalarFunction.ARRAY_ELEMENT, text("{a,b}"), integer("3"));
        written("a, b", ScalarFunction.ARRAY_TO_STRING, text("{a,NULL,b}"), text(", "));
        written("a,?,b", ScalarFunction.ARRAY_TO_STRING, text("{a,NULL,b}"), text(","), text("?"));
        number("2", ScalarFunction.ARRAY_LENGTH, text("{a,b}"), integer("1"));
        number(null, ScalarFunction.ARRAY_LENGTH, text("{}"), integer("1"));
    }

    @Test
    void numberFormats() {
        ScalarFunction f = ScalarFunction.TO_CHAR;
        String[][] cases = {
            {"485", "999", " 485"},
            {"-485", "999", "-485"},
            {"485", "9 9 9", " 4 8 5"},
            {"1485", "9,999", " 1,485"},
            {"485", "9,999", "   485"},
            {"148.5", "999D999", " 148.500"},
            {"3148.5", "9G999D999", " 3,148.500"},
            {"-485", "999S", "485-"},
            {"-485", "999MI", "485-"},
            {"485", "999MI", "485 "},
            {"485", "FM999MI", "485"},
            {"485", "PL999", "+ 485"},
            {"485", "SG999", "+485"},
            {"-485", "SG999", "-485"},
            {"-485", "9SG99", "4-85"},
            {"-485", "999PR", "<485>"},
            {"485", "999PR", " 485 "},
            {"485", "RN", "        CDLXXXV"},
            {"485", "FMRN", "CDLXXXV"},
            {"5.2", "FMRN", "V"},
            {"482", "999th", " 482nd"},
            {"485", "\"Good number:\"999", "Good number: 485"},
            {"12", "99V999", " 12000"},
            {"12.4", "99V999", " 12400"},
            {"12.45", "99V9", " 125"},
            {"0.0004859", "9.99EEEE", " 4.86e-04"},
            {"-0.1", "99.99", "  -.10"},
            {"-0.1", "FM9.99", "-.1"},
            {"0.1", "0.9", " 0.1"},
            {"12", "9990999.9", "    0012.0"},
            {"12", "FM9990999.9", "0012."},
            {"1234", "999", " ###"},
            {"0", "999", "   0"},
            {"0", "FM9.9", "0."},
            {"1234567.891", "FM9,999,999.00", "1,234,567.89"},
            {"-12", "S9999", "  -12"},
            {"12", "FM0000", "0012"},
        };
        for (String[] c : cases) {
            check(c[2], f, SqlType.VARCHAR, Sql.decimal(18, 7, c[0]), text(c[1]));
        }
        written(" 1.5", f, real("1.5"), text("9.9"));
        written(" ###", f, real("NaN"), text("999"));
        written(null, f, real("1.5"), text(null));
        check(
                "-12454.80",
                ScalarFunction.TO_NUMBER,
                SqlType.decimal(10, 2),
                text("12,454.8-"),
                text("99G999D9S"));
        check("485", ScalarFunction.TO_NUMBER, SqlType.decimal(20, 0), text("485"), text("999"));
        check(
                "!22P02 invalid input syntax for type numeric: \"x\"",
                ScalarFunction.TO_NUMBER,
                SqlType.decimal(20, 0),
                text("x"),
                text("999"));
    }
}
