package io.colonnade.engine.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.colonnade.plan.HashJoin;
import io.colonnade.plan.JoinKind;
import io.colonnade.plan.PlanNode;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.type.SqlType;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Joins of every kind against nested loops over objects. */
class HashJoinTest {
    private static final long SEED = Long.getLong("seed", 20251);
    private static final SqlType WIDE = SqlType.decimal(38, 2);

    /** One way to join, and how to run it. */
    private record Setup(
            JoinKind kind,
            List<SqlType> keyTypes,
            boolean[] nullSafe,
            boolean residual,
            boolean nullAware,
            int leftRows,
            int rightRows,
            int domain,
            int nullOneIn,
            int batchSize,
            int workers,
            boolean equalHashes) {}

    @Test
    void everyKindOverEveryKeyType() {
        Random random = new Random(SEED);
        List<List<SqlType>> keys =
                List.of(
                        List.of(SqlType.INTEGER),
                        List.of(SqlType.BIGINT),
                        List.of(SqlType.VARCHAR),
                        List.of(SqlType.DOUBLE),
                        List.of(WIDE),
                        List.of(SqlType.BOOLEAN),
                        List.of(SqlType.INTEGER, SqlType.VARCHAR),
                        List.of(SqlType.VARCHAR, SqlType.BIGINT, WIDE));
        for (JoinKind kind : kinds()) {
            for (List<SqlType> types : keys) {
                boolean nullAware =
                        kind == JoinKind.NULL_AWARE_ANTI
                                || kind == JoinKind.MARK && random.nextBoolean();
                check(
                        new Setup(
                                kind,
                                types,
                                new boolean[types.size()],
                                random.nextBoolean(),
                                nullAware,
                                random.nextInt(300),
                                random.nextInt(300),
                                1 + random.nextInt(200),
                                random.nextInt(3) * 10,
                                List.of(1, 3, 2048).get(random.nextInt(3)),
                                1 + random.nextInt(2),
                                random.nextInt(4) == 0),
                        random.nextLong());
            }
        }
    }

    @Test
    void nullSafeKeysMatchNulls() {
        Random random = new Random(SEED + 1);
        for (JoinKind kind : List.of(JoinKind.INNER, JoinKind.FULL_OUTER, JoinKind.LEFT_ANTI)) {
            for (SqlType type : List.of(SqlType.INTEGER, SqlType.VARCHAR)) {
                for (int nulls : new int[] {0, 5}) {
                    check(
                            new Setup(
                                    kind,
                                    List.of(type, SqlType.INTEGER),
                                    new boolean[] {true, false},
                                    false,
                                    false,
                                    100,
                                    100,
                                    10,
                                    nulls,
                                    2048,
                                    2,
                                    false),
                            random.nextLong());
                }
                check(
                        new Setup(
                                kind,
                                List.of(type),
                                new boolean[] {true},
                                false,
                                false,
                                100,
                                100,
                                10,
                                5,
                                3,
                                1,
                                false),
                        random.nextLong());
            }
        }
    }

    @Test
    void nullAwareKeysBesideNullSafeOnes() {
        Random random = new Random(SEED + 2);
        for (JoinKind kind : List.of(JoinKind.NULL_AWARE_ANTI, JoinKind.MARK)) {
            for (boolean residual : new boolean[] {false, true}) {
                for (boolean[] safe : new boolean[][] {{true, false}, {false, false}}) {
                    for (int nulls : new int[] {0, 20}) {
                        check(
                                new Setup(
                                        kind,
                                        List.of(SqlType.INTEGER, SqlType.INTEGER),
                                        safe,
                                        residual,
                                        true,
                                        200,
                                        50,
                                        6,
                                        nulls,
                                        64,
                                        2,
                                        false),
                                random.nextLong());
                    }
                }
            }
        }
    }

    @Test
    void emptySides() {
        for (JoinKind kind : kinds()) {
            for (int side = 0; side < 3; side++) {
                boolean nullAware = kind == JoinKind.NULL_AWARE_ANTI || kind == JoinKind.MARK;
                check(
                        new Setup(
                                kind,
                                List.of(SqlType.INTEGER),
                                new boolean[1],
                                false,
                                nullAware,
                                side == 0 ? 0 : 20,
                                side == 1 ? 0 : side == 2 ? 20 : 0,
                                5,
                                4,
                                2048,
                                2,
                                false),
                        SEED);
            }
        }
    }

    @Test
    void manyRowsWithDuplicates() {
        for (JoinKind kind : kinds()) {
            for (SqlType type : List.of(SqlType.INTEGER, SqlType.VARCHAR)) {
                check(
                        new Setup(
                                kind,
                                List.of(type),
                                new boolean[1],
                                type == SqlType.INTEGER,
                                kind == JoinKind.NULL_AWARE_ANTI,
                                2000,
                                1500,
                                250,
                                kind == JoinKind.NULL_AWARE_ANTI ? 0 : 50,
                                2048,
                                2,
                                false),
                        SEED);
            }
        }
    }

    private static List<JoinKind> kinds() {
        return Arrays.stream(JoinKind.values()).filter(k -> k != JoinKind.UNRECOGNIZED).toList();
    }

    private static void check(Setup setup, long seed) {
        Random random = new Random(seed);
        List<SqlType> left = new ArrayList<>(setup.keyTypes);
        left.add(SqlType.INTEGER);
        List<SqlType> right = new ArrayList<>(List.of(SqlType.INTEGER, SqlType.VARCHAR));
        right.addAll(setup.keyTypes);
        List<Object[]> leftRows = rows(left, setup.leftRows, setup, random);
        List<Object[]> rightRows = rows(right, setup.rightRows, setup, random);
        PlanNode join = join(setup, left, right);
        List<String> expected = sorted(reference(setup, leftRows, rightRows));
        for (String spill : List.of("off", "always")) {
            TestQuery query =
                    new TestQuery()
                            .with(1, () -> TestRows.source(left, leftRows, setup.batchSize, seed))
                            .with(2, () -> TestRows.source(right, rightRows, setup.batchSize, seed))
                            .setting("debug_equal_hashes", setup.equalHashes ? "on" : "off")
                            .setting("debug_spill", spill);
            assertEquals(
                    expected,
                    sorted(query.run(join, setup.workers)),
                    () -> setup + " spill " + spill + " seed " + seed + " of -Dseed=" + SEED);
        }
    }

    private static List<Object[]> rows(List<SqlType> types, int count, Setup setup, Random random) {
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(
                    types.stream()
                            .map(t -> TestRows.random(t, setup.domain, setup.nullOneIn, random))
                            .toArray());
        }
        return rows;
    }

    private static PlanNode join(Setup setup, List<SqlType> left, List<SqlType> right) {
        HashJoin.Builder join =
                HashJoin.newBuilder().setKind(setup.kind).setNullAware(setup.nullAware);
        for (int i = 0; i < setup.keyTypes.size(); i++) {
            join.addLeftKeys(i).addRightKeys(i + 2).addNullSafe(setup.nullSafe[i]);
        }
        if (setup.residual) {
            join.setResidual(
                    TestPlans.call(
                            ScalarFunction.LESS,
                            TestPlans.column(left.size() - 1, SqlType.INTEGER),
                            TestPlans.column(left.size(), SqlType.INTEGER)));
        }
        List<SqlType> output =
                switch (setup.kind) {
                    case LEFT_SEMI, LEFT_ANTI, NULL_AWARE_ANTI -> left;
                    case RIGHT_SEMI, RIGHT_ANTI -> right;
                    case MARK -> Types.concatenate(left, List.of(SqlType.BOOLEAN));
                    default -> Types.concatenate(left, right);
                };
        return TestPlans.node(1, output, TestPlans.input(1, left), TestPlans.input(2, right))
                .setHashJoin(join)
                .build();
    }

    /** TRUE, FALSE or NULL for a pair. */
    private static Boolean matches(Setup setup, Object[] left, Object[] right) {
        if (setup.residual) {
            Integer a = (Integer) left[left.length - 1];
            Integer b = (Integer) right[0];
            if (a == null || b == null || a >= b) {
                return false;
            }
        }
        Boolean result = true;
        for (int i = 0; i < setup.keyTypes.size(); i++) {
            Object l = left[i];
            Object r = right[i + 2];
            if (setup.nullSafe[i] && (l == null || r == null)) {
                if (l != r) {
                    return false;
                }
            } else if (l == null || r == null) {
                result = null;
            } else if (!l.equals(r)) {
                return false;
            }
        }
        return result;
    }

    private static List<Object[]> reference(
            Setup setup, List<Object[]> left, List<Object[]> right) {
        List<Object[]> out = new ArrayList<>();
        boolean[] rightMatched = new boolean[right.size()];
        int rightWidth = setup.keyTypes.size() + 2;
        for (Object[] l : left) {
            boolean matched = false;
            boolean unknown = false;
            for (int j = 0; j < right.size(); j++) {
                Boolean match = matches(setup, l, right.get(j));
                if (match == null) {
                    unknown = true;
                } else if (match) {
                    matched = true;
                    rightMatched[j] = true;
                    if (pairs(setup.kind)) {
                        out.add(concat(l, right.get(j)));
                    }
                }
            }
            switch (setup.kind) {
                case LEFT_OUTER, FULL_OUTER -> {
                    if (!matched) {
                        out.add(concat(l, new Object[rightWidth]));
                    }
                }
                case LEFT_SEMI -> {
                    if (matched) {
                        out.add(l);
                    }
                }
                case LEFT_ANTI -> {
                    if (!matched) {
                        out.add(l);
                    }
                }
                case NULL_AWARE_ANTI -> {
                    if (!matched && !unknown) {
                        out.add(l);
                    }
                }
                case MARK -> {
                    Boolean mark =
                            !matched && unknown && setup.nullAware ? null : (Boolean) matched;
                    out.add(concat(l, new Object[] {mark}));
                }
                default -> {}
            }
        }
        addRight(setup, right, rightMatched, out);
        return out;
    }

    private static void addRight(
            Setup setup, List<Object[]> right, boolean[] rightMatched, List<Object[]> out) {
        for (int j = 0; j < right.size(); j++) {
            switch (setup.kind) {
                case RIGHT_OUTER, FULL_OUTER -> {
                    if (!rightMatched[j]) {
                        out.add(concat(new Object[setup.keyTypes.size() + 1], right.get(j)));
                    }
                }
                case RIGHT_SEMI -> {
                    if (rightMatched[j]) {
                        out.add(right.get(j));
                    }
                }
                case RIGHT_ANTI -> {
                    if (!rightMatched[j]) {
                        out.add(right.get(j));
                    }
                }
                default -> {}
            }
        }
    }

    private static boolean pairs(JoinKind kind) {
        return switch (kind) {
            case INNER, LEFT_OUTER, RIGHT_OUTER, FULL_OUTER -> true;
            default -> false;
        };
    }

    private static Object[] concat(Object[] left, Object[] right) {
        Object[] all = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, all, left.length, right.length);
        return all;
    }

    static List<String> sorted(List<Object[]> rows) {
        return rows.stream().map(Arrays::toString).sorted().toList();
    }
}
