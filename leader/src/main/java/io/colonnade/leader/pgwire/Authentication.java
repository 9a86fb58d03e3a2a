package io.colonnade.leader.pgwire;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.leader.session.Login;
import io.colonnade.leader.session.ScramVerifier;
import io.colonnade.leader.session.SessionBackend;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/**
 * Decides who may connect, and checks passwords by SCRAM-SHA-256. One for the whole server;
 * thread-safe. Logins run on the connections' threads.
 */
final class Authentication {
    private static final int SASL = 10;
    private static final int SASL_CONTINUE = 11;
    private static final int SASL_FINAL = 12;
    private static final int SALT_BYTES = 16;

    private final SessionBackend backend;
    private final boolean plaintextFromAfar;
    private final SecureRandom random = new SecureRandom();
    private final FailedLogins failedLogins = new FailedLogins();

    /** Makes the salts of users that do not exist: always the same for one name. */
    private final byte[] secret = new byte[32];

    Authentication(SessionBackend backend, boolean plaintextFromAfar) {
        this.backend = backend;
        this.plaintextFromAfar = plaintextFromAfar;
        random.nextBytes(secret);
    }

    SecureRandom random() {
        return random;
    }

    /**
     * Lets a client in or throws.
     *
     * @param channelBinding see {@link ScramExchange}; null on plain connections
     * @return the login; null for trusted clients
     */
    Login login(
            String user,
            InetAddress address,
            byte[] channelBinding,
            Inbox inbox,
            ClientWriter writer) {
        if (!address.isLoopbackAddress() && channelBinding == null && !plaintextFromAfar) {
            throw new ColonnadeException(
                            ErrorCode.INVALID_AUTHORIZATION,
                            "connections from other hosts must use TLS")
                    .hint("Connect with sslmode=require.");
        }
        if (backend.authenticationRequired()) {
            return scram(user, address, channelBinding, inbox, writer);
        }
        if (!address.isLoopbackAddress()) {
            throw new ColonnadeException(
                            ErrorCode.INVALID_AUTHORIZATION,
                            "connections from other hosts need a password")
                    .hint("Create a user with a password from the server's own host first.");
        }
        return null;
    }

    private Login scram(
            String user,
            InetAddress address,
            byte[] channelBinding,
            Inbox inbox,
            ClientWriter writer) {
        Optional<Login> login = backend.findLogin(user);
        boolean known = login.isPresent() && login.get().verifier() != null;
        ScramVerifier verifier =
                known ? ScramVerifier.parse(login.get().verifier()) : standIn(user);
        failedLogins.delay(address);
        writer.authentication(SASL, mechanisms(channelBinding != null));
        writer.flush();
        MessageReader initial = new MessageReader(password(inbox));
        String mechanism = initial.text();
        boolean plus = mechanism.equals(ScramExchange.MECHANISM_PLUS) && channelBinding != null;
        if (!plus && !mechanism.equals(ScramExchange.MECHANISM)) {
            throw MessageReader.malformed(
                    "client selected an invalid SASL authentication mechanism");
        }
        byte[] clientFirst = initial.bytes(initial.int32());
        initial.requireEnd();
        ScramExchange exchange = new ScramExchange(verifier, known, channelBinding, plus, random);
        writer.authentication(SASL_CONTINUE, utf8(exchange.first(text(clientFirst))));
        writer.flush();
        Optional<String> last = exchange.last(text(password(inbox)));
        if (last.isEmpty()) {
            failedLogins.failed(address);
            throw new ColonnadeException(
                    ErrorCode.INVALID_PASSWORD,
                    "password authentication failed for user \"" + user + "\"");
        }
        failedLogins.succeeded(address);
        writer.authentication(SASL_FINAL, utf8(last.get()));
        return login.get();
    }

    /** What an unknown user's verifier could be; nobody knows a password for it. */
    private ScramVerifier standIn(String user) {
        byte[] salt = Arrays.copyOf(ScramVerifier.hmac(secret, utf8("salt " + user)), SALT_BYTES);
        byte[] key = ScramVerifier.hmac(secret, utf8("key " + user));
        return new ScramVerifier(ScramVerifier.DEFAULT_ITERATIONS, salt, key, key);
    }

    private static byte[] mechanisms(boolean withBinding) {
        String names =
                (withBinding ? ScramExchange.MECHANISM_PLUS + "\0" : "")
                        + ScramExchange.MECHANISM
                        + "\0\0";
        return utf8(names);
    }

    private static byte[] password(Inbox inbox) {
        return switch (inbox.take(0)) {
            case FrontendMessage.Password password -> password.body();
            case FrontendMessage.Malformed malformed -> throw malformed.error();
            case FrontendMessage.Terminate terminate -> throw new Inbox.ClosedException();
            default -> throw MessageReader.malformed("expected SASL response");
        };
    }

    private static String text(byte[] bytes) {
        return MessageReader.decode(bytes, 0, bytes.length);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
