package io.colonnade.leader.session;

/**
 * A user as authentication sees it.
 *
 * @param verifier a {@link ScramVerifier} in its text form; null when the user has no password
 * @param connectionLimit most sessions of this user at a time, negative = no limit
 */
public record Login(String user, String verifier, boolean superuser, int connectionLimit) {
    public Login {
        verifier = verifier == null || verifier.isEmpty() ? null : verifier;
    }
}
