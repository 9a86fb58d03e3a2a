package io.colonnade.leader.session;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import java.util.HashMap;
import java.util.Map;

/** The portals and cursors of a session, by name. Owned by the session's thread. */
public final class PortalTable {
    /** A client that forgets to close them is stopped before it fills the heap. */
    private static final int LIMIT = 1_000;

    private final Map<String, Portal> portals = new HashMap<>();

    PortalTable() {}

    Portal open(Portal portal) {
        String name = portal.name();
        if (name.isEmpty()) {
            close(name);
        } else if (portals.containsKey(name)) {
            throw new ColonnadeException(
                    ErrorCode.DUPLICATE_CURSOR, "portal \"" + name + "\" already exists");
        } else if (portals.size() >= LIMIT) {
            throw new ColonnadeException(
                            ErrorCode.CONFIGURATION_LIMIT,
                            "a session has at most " + LIMIT + " portals")
                    .hint("Close those that are no longer needed.");
        }
        portals.put(name, portal);
        return portal;
    }

    boolean contains(String name) {
        return portals.containsKey(name);
    }

    /** The portal of that name; INVALID_CURSOR_NAME if there is none. */
    public Portal require(String name) {
        Portal portal = portals.get(name);
        if (portal == null) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_CURSOR_NAME, "portal \"" + name + "\" does not exist");
        }
        return portal;
    }

    /** Closes a portal if it is there. */
    public void close(String name) {
        Portal portal = portals.remove(name);
        if (portal != null) {
            portal.close();
        }
    }

    void closeAll() {
        for (Portal portal : portals.values()) {
            portal.close();
        }
        portals.clear();
    }
}
