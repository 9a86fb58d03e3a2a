package io.colonnade.bench;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The eight TPC-H tables, in the order in which they are created and loaded. Row counts are those
 * of scale 1; region and nation do not grow.
 */
public enum TpchTable {
    REGION(5, false),
    NATION(25, false),
    SUPPLIER(10_000, true),
    CUSTOMER(150_000, true),
    PART(200_000, true),
    PARTSUPP(800_000, true),
    ORDERS(1_500_000, true),
    LINEITEM(6_001_215, true);

    /** Files of this many rows (about 50 MB of lineitem) keep every core busy to the end. */
    private static final long ROWS_PER_FILE = 400_000;

    /** From here on there are two files, so that small scales load several files too. */
    private static final long ROWS_FOR_TWO_FILES = 10_000;

    private static final Pattern SORT_KEY = Pattern.compile("SORTKEY \\(([^)]*)\\)");

    private final long rowsAtScaleOne;
    private final boolean grows;

    TpchTable(long rowsAtScaleOne, boolean grows) {
        this.rowsAtScaleOne = rowsAtScaleOne;
        this.grows = grows;
    }

    public String tableName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Exact for all but lineitem, whose count is within a thousandth. */
    public long estimatedRows(double scale) {
        return grows ? Math.max(1, Math.round(rowsAtScaleOne * scale)) : rowsAtScaleOne;
    }

    /** In how many files the table is written at this scale. */
    public int fileCount(double scale) {
        long rows = estimatedRows(scale);
        long least = rows >= ROWS_FOR_TWO_FILES ? 2 : 1;
        return (int) Math.max(least, rows / ROWS_PER_FILE);
    }

    /** CREATE TABLE with distribution and sort keys, without a semicolon. */
    public String createStatement() {
        return Resources.text("tpch/tables/" + tableName() + ".sql")
                .lines()
                .filter(line -> !line.startsWith("--"))
                .reduce("", (text, line) -> text + line + "\n")
                .strip();
    }

    /** The same for rows in this order: NATURAL has no sort key. */
    public String createStatement(TpchOrder order) {
        String statement = createStatement();
        return order == TpchOrder.SORTED
                ? statement
                : SORT_KEY.matcher(statement).replaceFirst("").strip();
    }

    /** The columns of the sort key, separated by commas. */
    public String sortColumns() {
        Matcher key = SORT_KEY.matcher(createStatement());
        if (!key.find()) {
            throw new IllegalStateException(tableName() + " has no sort key");
        }
        return key.group(1);
    }

    /** CREATE TABLE for engines without keys: the columns and nothing else. */
    public String plainCreateStatement() {
        String statement = createStatement();
        int primaryKey = statement.indexOf(",\n    PRIMARY KEY");
        return statement.substring(0, primaryKey) + "\n)";
    }
}
