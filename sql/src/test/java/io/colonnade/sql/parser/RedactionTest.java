package io.colonnade.sql.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

/** No secret of a statement reaches a log. */
class RedactionTest {
    @Test
    void secretsBecomeStars() {
        check(
                "copy t from 's3://x' credentials as 'aws_access_key_id=A;aws_secret_access_key=B'"
                        + " gzip",
                "copy t from 's3://x' credentials as '***' gzip");
        check(
                "COPY t FROM 's3://x' ACCESS_KEY_ID 'A' SECRET_ACCESS_KEY $$B$$ SESSION_TOKEN e'C'",
                "COPY t FROM 's3://x' ACCESS_KEY_ID '***' SECRET_ACCESS_KEY '***' SESSION_TOKEN"
                        + " '***'");
        check(
                "create user joe with password 'secret' createdb",
                "create user joe with password '***' createdb");
        check("alter user joe password = 'secret'", "alter user joe password = '***'");
        check(
                "select 'credentials', password from users",
                "select 'credentials', password from users");
        check("select 'x' /* password 'y' */", "select 'x' /* password 'y' */");
    }

    @Test
    void brokenTextsShowNothingBehindTheBreak() {
        check("create user joe password 'sec", "create user joe password ***");
        check("copy t from 'x' credentials 'a' 'b", "copy t from 'x' credentials '***' ***");
    }

    @Test
    void secretsInsideCodeAreHidden() {
        String sql = "do $$ begin execute 'create user x password ''p'''; end $$";
        assertFalse(Redaction.redact(sql).contains("''p''"));
    }

    @Test
    void parsedStatementsRedactThemselves() {
        assertEquals(
                "copy t from 'x' credentials '***'",
                SqlParser.parseScript("select 1; copy t from 'x' credentials 'y';")
                        .get(1)
                        .redactedText());
    }

    private static void check(String sql, String expected) {
        assertEquals(expected, Redaction.redact(sql));
    }
}
