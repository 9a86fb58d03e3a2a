package io.colonnade.leader.pgwire;

import io.colonnade.leader.session.CommandTag;
import io.colonnade.leader.session.ParameterValues;
import io.colonnade.leader.session.Portal;
import io.colonnade.leader.session.Prepared;
import io.colonnade.leader.session.Session;
import io.colonnade.sql.parser.ParsedStatement;

import java.util.List;

/**
 * The simple protocol: a text of one or more statements, run one after the other in one implicit
 * transaction. Owned by the connection's thread.
 */
final class SimpleQuery {
    private static final String UNNAMED = "";
    private static final short[] TEXT = {};

    private final Session session;
    private final ClientWriter writer;
    private final PortalRunner runner;

    SimpleQuery(Session session, ClientWriter writer, NoticeQueue notices) {
        this.session = session;
        this.writer = writer;
        runner = new PortalRunner(session, writer, notices);
    }

    void run(String sql) {
        session.portals().close(UNNAMED);
        session.statements().close(UNNAMED);
        List<ParsedStatement> statements = session.parse(sql);
        if (statements.isEmpty()) {
            writer.emptyQuery();
        }
        for (int i = 0; i < statements.size(); i++) {
            run(statements.get(i), i == statements.size() - 1);
        }
        session.endImplicit();
    }

    private void run(ParsedStatement statement, boolean last) {
        session.enter(statement);
        Prepared prepared = session.prepare(statement, List.of());
        session.checkCanceled();
        Portal portal = session.open(UNNAMED, prepared, ParameterValues.NONE, TEXT);
        if (!prepared.columns().isEmpty()) {
            writer.rowDescription(prepared.columns(), TEXT, Columns.upperCase(session));
        }
        session.start(portal);
        PortalRunner.Progress progress = runner.sendRows(portal, 0);
        CommandTag tag = portal.tag();
        session.portals().close(UNNAMED);
        // A client that reads the tag may rely on the commit.
        if (last) {
            session.endImplicit();
        }
        session.leave();
        runner.sendNotices();
        writer.commandComplete(tag.text(progress.rows()));
    }
}
