package io.colonnade.leader.session;

import io.colonnade.error.ColonnadeException;
import io.colonnade.sql.parser.SessionStatement;
import io.colonnade.type.SqlType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** SET, SHOW, RESET and DISCARD. Owned by the session's thread. */
final class SessionCommands {
    private final SessionState state;

    SessionCommands(SessionState state) {
        this.state = state;
    }

    ResultStream set(SessionStatement.Set set) {
        String name = set.name();
        if (name.equals("session_authorization") || name.equals("role")) {
            setUser(set);
        } else {
            state.settings().set(name, set.values(), set.scope() == SessionStatement.Scope.LOCAL);
        }
        return ResultStream.done(CommandTag.plain("SET"));
    }

    private void setUser(SessionStatement.Set set) {
        boolean same =
                set.isDefault()
                        || set.values().equals(List.of(state.user()))
                        || set.values().equals(List.of("none"));
        if (!same) {
            throw ColonnadeException.notSupported("becoming another user");
        }
    }

    static List<ResultColumn> columns(SessionStatement.Show show, Settings settings) {
        if (show.isAll()) {
            return List.of(text("name"), text("setting"), text("description"));
        }
        settings.get(show.name());
        return List.of(
                text(
                        SettingCatalog.find(show.name())
                                .map(SettingDefinition::name)
                                .orElse(show.name())));
    }

    private static ResultColumn text(String name) {
        return ResultColumn.of(name, SqlType.VARCHAR);
    }

    ResultStream show(SessionStatement.Show show) {
        List<List<String>> rows = new ArrayList<>();
        if (show.isAll()) {
            for (Map.Entry<String, String> entry : state.settings().all().entrySet()) {
                String description =
                        SettingCatalog.find(entry.getKey())
                                .map(SettingDefinition::description)
                                .orElse("");
                rows.add(List.of(entry.getKey(), entry.getValue(), description));
            }
        } else {
            rows.add(List.of(state.settings().show(show.name())));
        }
        return new TextRows(rows, CommandTag.plain("SHOW"));
    }

    ResultStream reset(SessionStatement.Reset reset) {
        if (reset.isAll()) {
            state.settings().resetAll();
        } else if (!reset.name().equals("session_authorization") && !reset.name().equals("role")) {
            state.settings().set(reset.name(), List.of(), false);
        }
        return ResultStream.done(CommandTag.plain("RESET"));
    }
}
