package io.colonnade.leader.system;

import io.colonnade.leader.session.SessionState;
import io.colonnade.leader.system.SystemTable.RowSink;
import io.colonnade.log.UserDefinition;

import java.util.ArrayList;
import java.util.List;

/** The relations of pg_catalog about users. Stateless. */
final class PostgresUsers {
    private static final String SCHEMA = "pg_catalog";

    private PostgresUsers() {}

    static List<SystemTable> tables() {
        return List.of(
                SystemTable.of(
                        SCHEMA,
                        "pg_user",
                        "usename name,usesysid oid,usecreatedb bool,usesuper bool,userepl bool,"
                                + "usecatupd bool,passwd text,valuntil timestamptz,useconfig text",
                        PostgresUsers::users),
                SystemTable.of(
                        SCHEMA,
                        "pg_roles",
                        "oid oid,rolname name,rolsuper bool,rolinherit bool,rolcreaterole bool,"
                                + "rolcreatedb bool,rolcanlogin bool,rolreplication bool,"
                                + "rolconnlimit int4,rolpassword text,rolvaliduntil timestamptz,"
                                + "rolbypassrls bool,rolconfig text",
                        PostgresUsers::roles));
    }

    private record User(long id, String name, boolean superuser) {}

    private static List<User> allUsers(SystemContext context) {
        List<User> users = new ArrayList<>();
        SessionState session = context.session();
        boolean known = false;
        for (UserDefinition user : context.snapshot().users().values()) {
            users.add(new User(user.getId(), user.getName(), user.getSuperuser()));
            known |= user.getName().equals(session.user());
        }
        if (!known) {
            users.add(new User(CatalogObjects.OWNER, session.user(), session.superuser()));
        }
        return users;
    }

    private static void users(SystemContext context, RowSink sink) {
        for (User user : allUsers(context)) {
            sink.row(
                    user.name,
                    user.id,
                    user.superuser,
                    user.superuser,
                    false,
                    user.superuser,
                    "********",
                    null,
                    null);
        }
    }

    private static void roles(SystemContext context, RowSink sink) {
        for (User user : allUsers(context)) {
            sink.row(
                    user.id,
                    user.name,
                    user.superuser,
                    true,
                    user.superuser,
                    user.superuser,
                    true,
                    false,
                    -1,
                    "********",
                    null,
                    user.superuser,
                    null);
        }
    }
}
