package io.colonnade.leader.pgwire;

import io.colonnade.leader.session.Session;

/** How a session wants column names. */
final class Columns {
    private Columns() {}

    static boolean upperCase(Session session) {
        return session.state().settings().isOn("describe_field_name_in_uppercase");
    }
}
