package io.colonnade.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** The generated files, the queries and the recorded answers belong together. */
class TpchDataTest {
    private static final double SCALE = 0.01;

    @TempDir private static Path folder;

    private static TpchData data;
    private static DuckDb engine;
    private static final AtomicLong REPORTED = new AtomicLong();

    @BeforeAll
    static void generate() throws IOException, SQLException {
        data = TpchData.in(folder, SCALE);
        data.generate(2, REPORTED::addAndGet);
        engine = DuckDb.inMemory(2);
        engine.load(data);
    }

    @AfterAll
    static void close() throws SQLException {
        engine.close();
    }

    @Test
    void theFirstRowsAreThoseOfDbgen() throws IOException {
        assertEquals(
                "1|1552|93|1|17|24710.35|0.04|0.02|N|O|1996-03-13|1996-02-12|1996-03-22"
                        + "|DELIVER IN PERSON|TRUCK|egular courts above the|",
                firstLine(TpchTable.LINEITEM));
        assertEquals(
                "0|AFRICA|lar deposits. blithely final packages cajole. regular waters are final"
                        + " requests. regular accounts are according to |",
                firstLine(TpchTable.REGION));
    }

    @Test
    void everyRowIsReportedAndLoaded() throws SQLException {
        long rows = 0;
        for (TpchTable table : TpchTable.values()) {
            long count =
                    Long.parseLong(
                            engine.answer("select count(*) from " + table.tableName())
                                    .rows()
                                    .get(0)[0]);
            assertEquals(
                    (double) table.estimatedRows(SCALE),
                    (double) count,
                    count / 200.0,
                    table.tableName());
            rows += count;
        }
        assertEquals(rows, REPORTED.get());
    }

    @Test
    void aSecondRunFindsTheDataReady() throws IOException {
        Path file = data.files(TpchTable.LINEITEM).get(0);
        FileTime before = Files.getLastModifiedTime(file);
        TpchData.in(folder, SCALE).generate(2, Progress.NONE);
        assertEquals(before, Files.getLastModifiedTime(file));
        assertTrue(data.files(TpchTable.LINEITEM).size() > 1);
    }

    @TestFactory
    Stream<DynamicTest> theRecordedAnswersAreThoseOfTheGeneratedData() {
        return TpchQuery.all(SCALE).stream()
                .map(query -> DynamicTest.dynamicTest(query.label(), () -> checkRecorded(query)));
    }

    private static void checkRecorded(TpchQuery query) throws SQLException {
        Answer recorded = RecordedAnswers.find(query, SCALE).orElseThrow();
        assertEquals(
                Optional.empty(),
                AnswerChecker.difference(
                        recorded, engine.answer(query.sql()), query.orderColumns()));
    }

    @Test
    void answersOfScaleOneAreRecordedToo() {
        List<TpchQuery> queries = TpchQuery.all(1);
        assertEquals(
                TpchQuery.COUNT,
                queries.stream().filter(q -> RecordedAnswers.find(q, 1).isPresent()).count());
        // the specification's own validation answer for query 6
        assertEquals(
                "123141078.2283",
                RecordedAnswers.find(queries.get(5), 1).orElseThrow().rows().get(0)[0]);
    }

    private static String firstLine(TpchTable table) throws IOException {
        try (Stream<String> lines = Files.lines(data.files(table).get(0))) {
            return lines.findFirst().orElseThrow();
        }
    }
}
