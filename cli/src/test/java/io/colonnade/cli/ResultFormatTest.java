package io.colonnade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.List;

class ResultFormatTest {
    private static final ResultTable TABLE =
            new ResultTable(
                    List.of(
                            new ResultTable.Column("id", true),
                            new ResultTable.Column("name", false)),
                    List.of(
                            new String[] {"1", "two\nlines"},
                            new String[] {"100", null},
                            new String[] {null, "a,\"b\""}));

    @Test
    void alignedLooksLikePsql() {
        assertEquals(
                """
                  id  | name
                ------+-------
                    1 | two  +
                      | lines
                  100 | NULL
                 NULL | a,"b"
                (3 rows)
                """,
                ResultFormat.ALIGNED.print(TABLE, "NULL").replaceAll(" +\n", "\n"));
    }

    @Test
    void csvQuotesWhatNeedsIt() {
        assertEquals(
                "id,name\n1,\"two\nlines\"\n100,\n,\"a,\"\"b\"\"\"\n",
                ResultFormat.CSV.print(TABLE, "NULL"));
    }

    @Test
    void oneRowIsNotRows() {
        ResultTable one =
                new ResultTable(
                        List.of(new ResultTable.Column("x", true)),
                        List.<String[]>of(new String[] {"1"}));
        assertEquals(
                " x\n---\n 1\n(1 row)\n", ResultFormat.ALIGNED.print(one, "").replace(" \n", "\n"));
    }
}
