package io.colonnade.sql.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import org.junit.jupiter.api.Test;

import java.util.List;

class UserTest {
    private static ErrorCode refused(String sql) {
        return assertThrows(ColonnadeException.class, () -> SqlParser.parseStatement(sql)).code();
    }

    @Test
    void create() {
        var create =
                (DdlStatement.CreateUser)
                        SqlParser.parseStatement(
                                "CREATE USER Joe WITH PASSWORD 'It''s' CREATEUSER IN GROUP etl,"
                                        + " bi");
        assertEquals("joe", create.name());
        assertEquals("It's", create.options().password());
        assertTrue(create.options().superuser());
        assertEquals(List.of("etl", "bi"), create.options().groups());
        assertFalse(create.toString().contains("It's"), "a password is in the record's text");
    }

    @Test
    void alterAndDrop() {
        var alter =
                (DdlStatement.AlterUser)
                        SqlParser.parseStatement("alter user joe password disable nocreateuser");
        assertTrue(alter.options().passwordDisabled());
        assertNull(alter.options().password());
        assertFalse(alter.options().superuser());
        var drop =
                (DdlStatement.DropUsers) SqlParser.parseStatement("drop user if exists joe, jane");
        assertEquals(List.of("joe", "jane"), drop.names());
        assertTrue(drop.ifExists());
    }

    @Test
    void refusals() {
        assertEquals(ErrorCode.SYNTAX_ERROR, refused("create user joe password secret"));
        assertEquals(ErrorCode.SYNTAX_ERROR, refused("create user joe pasword 'x'"));
        assertEquals(ErrorCode.INVALID_ARGUMENT, refused("create user joe password ''"));
        assertEquals(
                ErrorCode.FEATURE_NOT_SUPPORTED,
                refused("create user joe password 'md5" + "0".repeat(32) + "'"));
        assertEquals(
                ErrorCode.FEATURE_NOT_SUPPORTED,
                refused("create user joe valid until '2030-01-01'"));
        assertEquals(ErrorCode.FEATURE_NOT_SUPPORTED, refused("alter user joe rename to jane"));
    }
}
