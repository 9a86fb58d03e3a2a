package io.colonnade.sql.fragment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.colonnade.sql.bind.BindContext;
import io.colonnade.sql.bind.Binder;
import io.colonnade.sql.bind.BoundStatement;
import io.colonnade.sql.parser.QueryStatement;
import io.colonnade.sql.parser.SqlParser;
import io.colonnade.sql.physical.PhysicalNode;
import io.colonnade.sql.physical.PhysicalPlanner;
import io.colonnade.sql.rewrite.Rewriter;

import org.apache.calcite.rel.RelNode;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Processor time of the phases of planning of the 22 TPC-H queries: medians of {@code -Drounds=}
 * rounds, after as many to warm up. A normal run does one round and only sees that all are planned.
 */
class PlanTimeTest {
    private static final String[] PHASES = {"parse", "bind", "rewrite", "physical", "fragments"};
    private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();
    private static final TpchCatalog CATALOG = new TpchCatalog();

    private static String[] queries() throws IOException {
        String file = "/io/colonnade/sql/parser/tpch.sql";
        try (InputStream in = PlanTimeTest.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n---\n");
        }
    }

    /** Nanoseconds of each phase. */
    private static long[] planned(String sql) {
        BindContext context = BindContext.of(List.of("public"), "admin", "dev", 0, ZoneOffset.UTC);
        long[] at = new long[PHASES.length + 1];
        at[0] = CLOCK.getCurrentThreadCpuTime();
        QueryStatement.Query query = (QueryStatement.Query) SqlParser.parseStatement(sql);
        at[1] = CLOCK.getCurrentThreadCpuTime();
        BoundStatement.Query bound =
                Binder.query(query.node(), new Binder.Input(sql, CATALOG, context));
        at[2] = CLOCK.getCurrentThreadCpuTime();
        RelNode rewritten = Rewriter.rewrite(bound.plan());
        at[3] = CLOCK.getCurrentThreadCpuTime();
        PhysicalNode physical = PhysicalPlanner.query(rewritten, 1, true);
        at[4] = CLOCK.getCurrentThreadCpuTime();
        Fragmenter.Result cut = Fragmenter.cut(physical, 1);
        PlanValidator.validate(cut.fragments());
        at[5] = CLOCK.getCurrentThreadCpuTime();
        assertEquals(1, cut.fragments().size(), sql);
        long[] nanos = new long[PHASES.length];
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] = at[i + 1] - at[i];
        }
        return nanos;
    }

    private static double median(long[][] rounds, int phase) {
        return Arrays.stream(rounds)
                        .mapToLong(round -> round[phase])
                        .sorted()
                        .toArray()[rounds.length / 2]
                / 1e6;
    }

    @Test
    void ofTpch() throws IOException {
        int rounds = Integer.getInteger("rounds", 1);
        String[] queries = queries();
        long[][][] nanos = new long[23][rounds][];
        for (int round = -rounds; round < rounds; round++) {
            for (int number = 1; number <= 22; number++) {
                long[] one = planned(queries[number]);
                nanos[number][Math.floorMod(round, rounds)] = one;
            }
        }
        if (rounds > 1) {
            print(nanos);
        }
    }

    private static void print(long[][][] nanos) {
        StringBuilder text = new StringBuilder("     ");
        for (String phase : PHASES) {
            text.append(String.format(Locale.ROOT, "%10s", phase));
        }
        text.append("     total\n");
        double all = 0;
        for (int number = 1; number <= 22; number++) {
            text.append(String.format(Locale.ROOT, "q%02d  ", number));
            double total = 0;
            for (int phase = 0; phase < PHASES.length; phase++) {
                double median = median(nanos[number], phase);
                total += median;
                text.append(String.format(Locale.ROOT, "%10.3f", median));
            }
            all += total;
            text.append(String.format(Locale.ROOT, "%10.3f%n", total));
        }
        System.out.println(text.append(String.format(Locale.ROOT, "all %.3f ms", all)));
    }
}
