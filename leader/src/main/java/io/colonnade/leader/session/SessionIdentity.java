package io.colonnade.leader.session;

import java.util.Map;

/**
 * What is known of a client once it is authenticated.
 *
 * @param clientAddress such as 127.0.0.1:50412; empty when the client is in this process
 * @param clientProperties startup parameters that are no settings
 */
public record SessionIdentity(
        String user,
        boolean superuser,
        String database,
        String clientAddress,
        Map<String, String> clientProperties) {
    public SessionIdentity {
        clientProperties = Map.copyOf(clientProperties);
    }
}
