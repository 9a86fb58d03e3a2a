package io.colonnade.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A few rows for each table of TPC-DS, always the same: keys that are found, some NULLs, and for
 * each column values that the queries ask for, so that their answers are not empty. Immutable.
 */
final class TpcdsData {
    private static final String FOLDER = "sql/src/test/resources/io/colonnade/sql/fragment/";
    private static final Pattern COMPARED =
            Pattern.compile(
                    "(\\w+) (?:=|in|between) \\(?((?:'[^']*'|[\\d.]+)(?:(?:, | and"
                            + " )(?:'[^']*'|[\\d.]+))*)");
    private static final Pattern CONSTANT = Pattern.compile("'([^']*)'|([\\d.]+)");
    private static final LocalDate FIRST_DAY = LocalDate.of(1998, 1, 1);
    private static final int DAYS = 5 * 365 + 1;
    private static final int ROWS_PER_STATEMENT = 500;

    /** Rows of tables that are not small anyway. */
    private static final Map<String, Integer> ROWS =
            Map.ofEntries(
                    Map.entry("store_sales", 3_000),
                    Map.entry("catalog_sales", 2_000),
                    Map.entry("web_sales", 1_500),
                    Map.entry("store_returns", 600),
                    Map.entry("catalog_returns", 400),
                    Map.entry("web_returns", 300),
                    Map.entry("inventory", 2_000),
                    Map.entry("date_dim", DAYS),
                    Map.entry("time_dim", 96),
                    Map.entry("customer", 200),
                    Map.entry("customer_address", 80),
                    Map.entry("customer_demographics", 70),
                    Map.entry("household_demographics", 40),
                    Map.entry("catalog_page", 20),
                    Map.entry("promotion", 20),
                    Map.entry("web_page", 12),
                    Map.entry("web_site", 6),
                    Map.entry("item", 60));

    /** How columns end that hold keys of another table. */
    private static final Map<String, String> REFERENCES =
            Map.ofEntries(
                    Map.entry("date_sk", "date_dim"),
                    Map.entry("time_sk", "time_dim"),
                    Map.entry("item_sk", "item"),
                    Map.entry("customer_sk", "customer"),
                    Map.entry("cdemo_sk", "customer_demographics"),
                    Map.entry("hdemo_sk", "household_demographics"),
                    Map.entry("addr_sk", "customer_address"),
                    Map.entry("store_sk", "store"),
                    Map.entry("promo_sk", "promotion"),
                    Map.entry("call_center_sk", "call_center"),
                    Map.entry("catalog_page_sk", "catalog_page"),
                    Map.entry("ship_mode_sk", "ship_mode"),
                    Map.entry("warehouse_sk", "warehouse"),
                    Map.entry("reason_sk", "reason"),
                    Map.entry("page_sk", "web_page"),
                    Map.entry("site_sk", "web_site"),
                    Map.entry("income_band_sk", "income_band"));

    /** A table's sales are what its returns refer to. */
    private static final Map<String, String> SALES =
            Map.of(
                    "store_returns", "store_sales",
                    "catalog_returns", "catalog_sales",
                    "web_returns", "web_sales");

    /** One column. */
    private record Column(String name, char kind, int length) {
        String ddl() {
            return name
                    + switch (kind) {
                        case 'i' -> " INTEGER";
                        case 'd' -> " DATE";
                        case 'n' -> " DECIMAL(7,2)";
                        case 'c' -> " CHAR(" + length + ")";
                        default -> " VARCHAR(" + length + ")";
                    };
        }
    }

    /** Runs a statement somewhere. */
    interface Target {
        void execute(String sql) throws SQLException;
    }

    private final Map<String, List<Column>> tables = new LinkedHashMap<>();
    private final Map<String, TreeSet<String>> wanted = new LinkedHashMap<>();
    private final Map<String, List<String[]>> rows = new LinkedHashMap<>();
    private final Map<String, String> queries = new LinkedHashMap<>();
    private final SplittableRandom random;

    TpcdsData(long seed) throws IOException {
        random = new SplittableRandom(seed);
        Path folder = RepositoryFiles.locate().root().resolve(FOLDER);
        for (String line : Files.readAllLines(folder.resolve("tpcds-tables.txt"))) {
            if (!line.startsWith("#")) {
                String[] parts = line.split("\\|");
                tables.put(parts[0], columns(parts[4]));
            }
        }
        String all = Files.readString(folder.resolve("tpcds-queries.sql"));
        for (String part : all.split("(?m)^-- (?=\\d+$)")) {
            int end = part.indexOf('\n');
            if (Character.isDigit(part.charAt(0))) {
                queries.put(part.substring(0, end), part.substring(end + 1).strip());
            }
        }
        Matcher compared = COMPARED.matcher(all);
        while (compared.find()) {
            Matcher constant = CONSTANT.matcher(compared.group(2));
            while (constant.find()) {
                String value = constant.group(1) == null ? constant.group(2) : constant.group(1);
                wanted.computeIfAbsent(compared.group(1), name -> new TreeSet<>()).add(value);
            }
        }
        tables.keySet().stream().filter(t -> !SALES.containsKey(t)).forEach(this::generate);
        SALES.keySet().stream().sorted().forEach(this::generate);
    }

    /** The queries by their numbers. */
    Map<String, String> queries() {
        return queries;
    }

    private static List<Column> columns(String text) {
        List<Column> columns = new ArrayList<>();
        for (String column : text.split(" ")) {
            String[] parts = column.split(":");
            String length = parts[1].substring(1);
            columns.add(
                    new Column(
                            parts[0],
                            parts[1].charAt(0),
                            length.isEmpty() ? 0 : Integer.parseInt(length)));
        }
        return columns;
    }

    void load(Target target) throws SQLException {
        for (Map.Entry<String, List<Column>> table : tables.entrySet()) {
            List<String> definitions = table.getValue().stream().map(Column::ddl).toList();
            target.execute(
                    "CREATE TABLE " + table.getKey() + " (" + String.join(", ", definitions) + ")");
            List<String[]> all = rows.get(table.getKey());
            for (int from = 0; from < all.size(); from += ROWS_PER_STATEMENT) {
                List<String> tuples = new ArrayList<>();
                for (String[] row :
                        all.subList(from, Math.min(all.size(), from + ROWS_PER_STATEMENT))) {
                    tuples.add("(" + String.join(", ", row) + ")");
                }
                target.execute(
                        "INSERT INTO " + table.getKey() + " VALUES " + String.join(", ", tuples));
            }
        }
    }

    private int rowCount(String table) {
        return ROWS.getOrDefault(table, 10);
    }

    private void generate(String table) {
        List<Column> columns = tables.get(table);
        List<String[]> generated = new ArrayList<>();
        for (int r = 0; r < rowCount(table); r++) {
            String[] row = new String[columns.size()];
            for (int c = 0; c < row.length; c++) {
                row[c] =
                        c == 0 && !isFact(table) ? String.valueOf(r + 1) : value(columns.get(c), r);
            }
            if (table.equals("date_dim")) {
                day(columns, row, r);
            } else if (table.equals("time_dim")) {
                set(columns, row, "t_hour", r / 4);
                set(columns, row, "t_minute", r % 4 * 15);
            } else if (SALES.containsKey(table)) {
                returned(table, columns, row);
            }
            generated.add(row);
        }
        rows.put(table, generated);
    }

    private static boolean isFact(String table) {
        return table.endsWith("_sales") || table.endsWith("_returns") || table.equals("inventory");
    }

    private String value(Column column, int row) {
        boolean text = column.kind() == 'c' || column.kind() == 'v';
        if (text && (column.name().endsWith("_id") || column.name().endsWith("product_name"))) {
            String id = column.name() + row;
            return "'" + id.substring(Math.max(0, id.length() - column.length())) + "'";
        }
        if (random.nextInt(25) == 0) {
            return "NULL";
        }
        String referenced = reference(column.name());
        if (referenced != null) {
            return String.valueOf(
                    referenced.equals("date_dim")
                            ? someDay()
                            : 1 + random.nextInt(rowCount(referenced)));
        }
        TreeSet<String> values = wanted.get(column.name());
        if (values != null && random.nextInt(5) > 0) {
            String value = List.copyOf(values).get(random.nextInt(values.size()));
            return literal(column, value);
        }
        return plain(column);
    }

    private String plain(Column column) {
        return switch (column.kind()) {
            case 'i' -> String.valueOf(random.nextInt(100));
            case 'n' -> random.nextInt(300) + "." + (10 + random.nextInt(90));
            case 'd' -> "DATE '" + FIRST_DAY.plusDays(random.nextInt(DAYS)) + "'";
            default -> literal(column, String.valueOf((char) ('A' + random.nextInt(6))));
        };
    }

    private static String literal(Column column, String value) {
        return column.kind() == 'c' || column.kind() == 'v'
                ? "'" + value.substring(0, Math.min(value.length(), column.length())) + "'"
                : value;
    }

    /** Sales gather on few days, so that queries about some weeks find them. */
    private int someDay() {
        LocalDate month = FIRST_DAY.plusMonths(random.nextInt(60));
        return (int) (month.toEpochDay() - FIRST_DAY.toEpochDay()) + 1 + 14 * random.nextInt(2);
    }

    private static String reference(String column) {
        String name = column.substring(column.indexOf('_') + 1);
        while (true) {
            String table = REFERENCES.get(name);
            int next = name.indexOf('_');
            if (table != null || next < 0) {
                return table;
            }
            name = name.substring(next + 1);
        }
    }

    private static void day(List<Column> columns, String[] row, int index) {
        LocalDate day = FIRST_DAY.plusDays(index);
        int month = (day.getYear() - 1900) * 12 + day.getMonthValue() - 1;
        int quarter = (day.getMonthValue() - 1) / 3 + 1;
        int weekday = day.getDayOfWeek() == DayOfWeek.SUNDAY ? 0 : day.getDayOfWeek().getValue();
        String name = day.getDayOfWeek().name();
        set(columns, row, "d_date", "DATE '" + day + "'");
        set(columns, row, "d_month_seq", month);
        set(columns, row, "d_week_seq", 5000 + (index + 4) / 7);
        set(columns, row, "d_quarter_seq", month / 3);
        set(columns, row, "d_year", day.getYear());
        set(columns, row, "d_dow", weekday);
        set(columns, row, "d_moy", day.getMonthValue());
        set(columns, row, "d_dom", day.getDayOfMonth());
        set(columns, row, "d_qoy", quarter);
        set(
                columns,
                row,
                "d_day_name",
                "'" + name.charAt(0) + name.substring(1).toLowerCase(java.util.Locale.ROOT) + "'");
        set(columns, row, "d_quarter_name", "'" + day.getYear() + "Q" + quarter + "'");
    }

    /** A row of the sales that comes back: the item, the order and who bought it. */
    private void returned(String table, List<Column> columns, String[] row) {
        String sales = SALES.get(table);
        List<Column> sold = tables.get(sales);
        List<String[]> all = rows.get(sales);
        String[] sale = all.get(random.nextInt(all.size()));
        for (int c = 0; c < row.length; c++) {
            String name = columns.get(c).name().substring(3);
            for (int s = 0; s < sale.length; s++) {
                String other = sold.get(s).name().substring(3);
                boolean key =
                        name.endsWith("item_sk")
                                || name.endsWith("_number")
                                || name.equals("customer_sk");
                if (key && name.equals(other)) {
                    row[c] = sale[s];
                }
            }
        }
    }

    private static void set(List<Column> columns, String[] row, String name, Object value) {
        for (int c = 0; c < row.length; c++) {
            if (columns.get(c).name().equals(name)) {
                row[c] = String.valueOf(value);
            }
        }
    }
}
