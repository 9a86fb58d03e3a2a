package io.colonnade.leader.query;

import io.colonnade.leader.session.Cancellation;
import io.colonnade.leader.session.CommandTag;
import io.colonnade.leader.session.ResultColumn;
import io.colonnade.leader.session.ResultStream;
import io.colonnade.log.ColumnDefinition;
import io.colonnade.log.TableDefinition;
import io.colonnade.sql.definition.Definition;
import io.colonnade.sql.definition.DefinitionBinder;
import io.colonnade.sql.parser.MaintenanceStatement;
import io.colonnade.sql.parser.ParsedStatement;
import io.colonnade.sql.parser.SqlParser;
import io.colonnade.storage.segment.EncodingTrial;
import io.colonnade.storage.snapshot.TableSnapshot;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.type.ColumnEncoding;
import io.colonnade.type.SqlType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * ANALYZE COMPRESSION: reads a sample of each column and encodes it in every way. Takes no lock.
 * The session's thread only.
 */
final class CompressionAnalysis {
    /** As Redshift documents them. */
    private static final long ROWS_PER_SLICE = 100_000;

    private static final long MIN_ROWS = 1_000;

    static final List<ResultColumn> COLUMNS =
            List.of(
                    ResultColumn.of("Table", SqlType.VARCHAR),
                    ResultColumn.of("Column", SqlType.VARCHAR),
                    ResultColumn.of("Encoding", SqlType.VARCHAR),
                    ResultColumn.of("Est_reduction_pct", SqlType.decimal(5, 2)));

    private final LeaderServices services;
    private final StatementPlanner planner;
    private final QueryRunner runner;

    private record Line(String table, String column, ColumnEncoding encoding, long basisPoints) {}

    CompressionAnalysis(LeaderServices services, StatementPlanner planner, QueryRunner runner) {
        this.services = services;
        this.planner = planner;
        this.runner = runner;
    }

    ResultStream run(
            MaintenanceStatement.AnalyzeCompression statement,
            ParsedStatement parsed,
            StatementPlanner.Base base,
            Cancellation cancellation) {
        DefinitionBinder binder =
                new DefinitionBinder(parsed.text(), planner.catalog(base), planner.context(base));
        Definition.AnalyzeCompression analyze = binder.bind(statement);
        int slices = services.dispatcher().cluster().slices();
        long rows =
                analyze.rows() == null
                        ? ROWS_PER_SLICE * slices
                        : Math.max(MIN_ROWS, analyze.rows());
        List<Line> lines = new ArrayList<>();
        for (Definition.Target target : analyze.tables()) {
            TableSnapshot table = base.snapshot().table(target.id()).orElseThrow();
            for (ColumnDefinition column : table.definition().getColumnsList()) {
                if (analyze.columnIds().isEmpty() || analyze.columnIds().contains(column.getId())) {
                    lines.add(line(table.definition(), column, rows, base, cancellation));
                }
            }
        }
        return new Rows(lines);
    }

    /** Sort keys keep what they have: their zone maps matter more than their bytes. */
    private Line line(
            TableDefinition table,
            ColumnDefinition column,
            long rows,
            StatementPlanner.Base base,
            Cancellation cancellation) {
        SqlType type = SqlType.fromProto(column.getType());
        if (table.getSortColumnsList().contains(column.getId())) {
            ColumnEncoding declared = ColumnEncoding.of(column.getEncode());
            boolean auto = declared == ColumnEncoding.AUTO;
            return new Line(
                    table.getName(), column.getName(), auto ? ColumnEncoding.RAW : declared, 0);
        }
        String text =
                "SELECT "
                        + quoted(column.getName())
                        + " FROM "
                        + quoted(table.getSchema())
                        + "."
                        + quoted(table.getName())
                        + " LIMIT "
                        + rows;
        EncodingTrial.Outcome outcome = trial(text, type, base, cancellation);
        ColumnEncoding best =
                outcome.rawBytes() == 0 ? ColumnEncoding.preset(type) : outcome.encoding();
        return new Line(table.getName(), column.getName(), best, outcome.savedBasisPoints());
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private EncodingTrial.Outcome trial(
            String text, SqlType type, StatementPlanner.Base base, Cancellation cancellation) {
        ParsedStatement parsed = SqlParser.parseScript(text).getFirst();
        PlannedStatement planned = planner.plan(parsed, text, List.of(), base);
        EncodingTrial trial = new EncodingTrial(type);
        try (QueryRunner.Run run =
                runner.start(
                        new QueryRunner.Job(
                                planned.plan().fragments(),
                                base.snapshot(),
                                List.of(),
                                true,
                                runner.unrecorded(text)),
                        cancellation)) {
            for (Batch batch = run.query().next(); batch != null; batch = run.query().next()) {
                trial.add(batch.column(0), batch.selection(), batch.rowCount());
            }
        }
        return trial.best();
    }

    /** The report, a batch at a time. */
    private static final class Rows implements ResultStream {
        private final List<Line> lines;
        private final Batch batch = Batch.create(COLUMNS.stream().map(ResultColumn::type).toList());
        private int next;

        private Rows(List<Line> lines) {
            this.lines = lines;
        }

        @Override
        public Batch next() {
            int count = Math.min(Batch.CAPACITY, lines.size() - next);
            if (count == 0) {
                return null;
            }
            for (int c = 0; c < COLUMNS.size(); c++) {
                batch.column(c).reset();
            }
            for (int i = 0; i < count; i++) {
                Line line = lines.get(next++);
                set(0, i, line.table());
                set(1, i, line.column());
                set(2, i, line.encoding().sqlName());
                ((LongVector) batch.column(3)).values()[i] = line.basisPoints();
            }
            batch.setSize(count);
            return batch;
        }

        private void set(int column, int row, String value) {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            ((BytesVector) batch.column(column)).append(row, bytes, 0, bytes.length);
        }

        @Override
        public CommandTag tag() {
            return CommandTag.plain("ANALYZE COMPRESSION");
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }
}
