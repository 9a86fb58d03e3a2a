package io.colonnade.leader.pgwire;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.leader.session.NamedStatement;
import io.colonnade.leader.session.ParameterValues;
import io.colonnade.leader.session.Portal;
import io.colonnade.leader.session.Prepared;
import io.colonnade.leader.session.ResultColumn;
import io.colonnade.leader.session.Session;
import io.colonnade.sql.parser.ParsedStatement;
import io.colonnade.type.SqlType;

import java.util.ArrayList;
import java.util.List;

/** The extended protocol: Parse, Bind, Describe, Execute, Close. Connection's thread only. */
final class ExtendedQuery {
    private static final short[] TEXT = {};

    private final Session session;
    private final ClientWriter writer;
    private final PortalRunner runner;

    ExtendedQuery(Session session, ClientWriter writer, NoticeQueue notices) {
        this.session = session;
        this.writer = writer;
        runner = new PortalRunner(session, writer, notices);
    }

    void parse(FrontendMessage.Parse parse) {
        List<ParsedStatement> statements = session.parse(parse.sql());
        if (statements.size() > 1) {
            throw new ColonnadeException(
                    ErrorCode.SYNTAX_ERROR,
                    "cannot insert multiple commands into a prepared statement");
        }
        List<SqlType> types = new ArrayList<>();
        List<Integer> oids = new ArrayList<>();
        for (int oid : parse.parameterOids()) {
            types.add(WireType.parameterType(oid));
            oids.add(oid);
        }
        if (parse.name().isEmpty()) {
            session.statements().close("");
        }
        Prepared prepared = statements.isEmpty() ? null : prepare(statements.getFirst(), types);
        session.statements().store(new NamedStatement(parse.name(), prepared, oids));
        writer.parseComplete();
    }

    private Prepared prepare(ParsedStatement statement, List<SqlType> types) {
        session.enter(statement);
        Prepared prepared = session.prepare(statement, types);
        session.checkCanceled();
        session.leave();
        return prepared;
    }

    void bind(FrontendMessage.Bind bind) {
        NamedStatement statement = session.statements().require(bind.statement());
        ParameterValues values =
                ParameterDecoder.decode(bind, statement, session.state().settings().timeZone());
        session.open(bind.portal(), statement.prepared(), values, bind.resultFormats());
        writer.bindComplete();
    }

    void describe(FrontendMessage.Describe describe) {
        boolean upperCase = Columns.upperCase(session);
        if (describe.kind() == 'P') {
            Portal portal = session.portals().require(describe.name());
            writer.rowDescription(columns(portal.prepared()), portal.resultFormats(), upperCase);
            return;
        }
        NamedStatement statement = session.statements().require(describe.name());
        writer.parameterDescription(parameterOids(statement));
        writer.rowDescription(columns(statement.prepared()), TEXT, upperCase);
    }

    private static List<ResultColumn> columns(Prepared prepared) {
        return prepared == null ? List.of() : prepared.columns();
    }

    private static int[] parameterOids(NamedStatement statement) {
        if (statement.isEmpty()) {
            return new int[0];
        }
        List<SqlType> types = statement.prepared().parameterTypes();
        int[] oids = new int[types.size()];
        for (int i = 0; i < oids.length; i++) {
            int declared =
                    i < statement.declaredOids().size() ? statement.declaredOids().get(i) : 0;
            boolean undeclared = declared == 0 || declared == WireType.UNKNOWN.oid();
            oids[i] = undeclared ? WireType.of(types.get(i)).oid() : declared;
        }
        return oids;
    }

    void execute(FrontendMessage.Execute execute) {
        Portal portal = session.portals().require(execute.portal());
        if (portal.prepared() == null) {
            writer.emptyQuery();
            return;
        }
        session.enter(portal);
        session.start(portal);
        PortalRunner.Progress progress = runner.sendRows(portal, Math.max(0, execute.maxRows()));
        session.leave();
        runner.sendNotices();
        if (progress.finished()) {
            writer.commandComplete(portal.tag().text(progress.rows()));
        } else {
            writer.portalSuspended();
        }
    }

    void close(FrontendMessage.Close close) {
        if (close.kind() == 'S') {
            session.statements().close(close.name());
        } else {
            session.portals().close(close.name());
        }
        writer.closeComplete();
    }
}
