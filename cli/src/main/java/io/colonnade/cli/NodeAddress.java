package io.colonnade.cli;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

/** Where a process listens. */
record NodeAddress(String host, int port) {
    private static final int MOST_PORT = 65_535;

    /** Reads HOST:PORT; an IPv6 address stands in brackets. */
    static NodeAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (!host.isEmpty() && port >= 1 && port <= MOST_PORT) {
                return new NodeAddress(host, port);
            }
        } catch (NumberFormatException e) {
            throw invalid(text, e);
        }
        throw invalid(text, null);
    }

    private static ColonnadeException invalid(String text, NumberFormatException cause) {
        return new ColonnadeException(
                ErrorCode.CONFIG_FILE_ERROR,
                "the address of a compute node is HOST:PORT, not \"" + text + "\"",
                cause);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
