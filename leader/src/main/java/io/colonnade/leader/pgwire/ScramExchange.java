package io.colonnade.leader.pgwire;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.leader.session.ScramVerifier;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The server's side of one SCRAM-SHA-256 login (RFC 5802, RFC 7677). Used once.
 *
 * <pre>
 * client-first   n,,n=,r=CLIENT                 n, y: no channel binding; p=...: with
 * server-first   r=CLIENT SERVER,s=SALT,i=COUNT
 * client-final   c=BINDING,r=CLIENT SERVER,p=PROOF
 * server-final   v=SIGNATURE
 * </pre>
 */
final class ScramExchange {
    static final String MECHANISM = "SCRAM-SHA-256";
    static final String MECHANISM_PLUS = "SCRAM-SHA-256-PLUS";

    private static final String BINDING_NAME = "tls-server-end-point";
    private static final int NONCE_BYTES = 18;
    private static final int NONCE_LIMIT = 256;

    private final ScramVerifier verifier;
    private final boolean known;
    private final byte[] channelBinding;
    private final boolean plus;
    private final String serverNonce;
    private String gs2Header;
    private String clientFirstBare;
    private String serverFirst;
    private String nonce;

    /**
     * @param known false for the stand-in verifier of unknown users: the login then fails
     * @param channelBinding data to bind to when the connection is encrypted, else null
     * @param plus the client chose the mechanism with channel binding
     */
    ScramExchange(
            ScramVerifier verifier,
            boolean known,
            byte[] channelBinding,
            boolean plus,
            SecureRandom random) {
        this.verifier = verifier;
        this.known = known;
        this.channelBinding = channelBinding;
        this.plus = plus;
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        serverNonce = Base64.getEncoder().encodeToString(bytes);
    }

    private static ColonnadeException malformed() {
        return new ColonnadeException(ErrorCode.PROTOCOL_VIOLATION, "malformed SCRAM message");
    }

    /** Takes client-first, returns server-first. */
    String first(String message) {
        int flagEnd = message.indexOf(',');
        int headerEnd = message.indexOf(',', flagEnd + 1);
        if (flagEnd < 0 || headerEnd < 0) {
            throw malformed();
        }
        checkBindingFlag(message.substring(0, flagEnd));
        if (headerEnd != flagEnd + 1) {
            throw ColonnadeException.notSupported("a SCRAM authorization identity");
        }
        gs2Header = message.substring(0, headerEnd + 1);
        clientFirstBare = message.substring(headerEnd + 1);
        String[] parts = clientFirstBare.split(",");
        if (parts.length < 2 || !parts[0].startsWith("n=") || !parts[1].startsWith("r=")) {
            throw malformed();
        }
        String clientNonce = parts[1].substring(2);
        if (clientNonce.isEmpty() || clientNonce.length() > NONCE_LIMIT) {
            throw malformed();
        }
        nonce = clientNonce + serverNonce;
        serverFirst =
                "r="
                        + nonce
                        + ",s="
                        + Base64.getEncoder().encodeToString(verifier.salt())
                        + ",i="
                        + verifier.iterations();
        return serverFirst;
    }

    private void checkBindingFlag(String flag) {
        switch (flag) {
            case "n" -> {
                if (plus) {
                    throw malformed();
                }
            }
            case "y" -> {
                // The client could bind and believes that we cannot: somebody changed our offer.
                if (plus || channelBinding != null) {
                    throw new ColonnadeException(
                            ErrorCode.INVALID_AUTHORIZATION,
                            "SCRAM channel binding negotiation error");
                }
            }
            default -> {
                if (!plus || !flag.equals("p=" + BINDING_NAME)) {
                    throw malformed();
                }
            }
        }
    }

    /** Takes client-final, returns server-final; empty when the password is wrong. */
    Optional<String> last(String message) {
        int proofAt = message.lastIndexOf(",p=");
        if (proofAt < 0) {
            throw malformed();
        }
        String withoutProof = message.substring(0, proofAt);
        String[] parts = withoutProof.split(",");
        if (parts.length < 2 || !parts[0].startsWith("c=") || !parts[1].startsWith("r=")) {
            throw malformed();
        }
        if (!MessageDigest.isEqual(binding(), base64(parts[0].substring(2)))) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_AUTHORIZATION, "SCRAM channel binding check failed");
        }
        if (!parts[1].substring(2).equals(nonce)) {
            throw malformed();
        }
        byte[] authMessage =
                (clientFirstBare + "," + serverFirst + "," + withoutProof)
                        .getBytes(StandardCharsets.UTF_8);
        boolean right = proves(base64(message.substring(proofAt + 3)), authMessage);
        byte[] signature = ScramVerifier.hmac(verifier.serverKey(), authMessage);
        return right & known
                ? Optional.of("v=" + Base64.getEncoder().encodeToString(signature))
                : Optional.empty();
    }

    private byte[] binding() {
        byte[] header = gs2Header.getBytes(StandardCharsets.UTF_8);
        if (!plus) {
            return header;
        }
        byte[] all = Arrays.copyOf(header, header.length + channelBinding.length);
        System.arraycopy(channelBinding, 0, all, header.length, channelBinding.length);
        return all;
    }

    private boolean proves(byte[] proof, byte[] authMessage) {
        byte[] signature = ScramVerifier.hmac(verifier.storedKey(), authMessage);
        if (proof.length != signature.length) {
            return false;
        }
        byte[] clientKey = new byte[signature.length];
        for (int i = 0; i < clientKey.length; i++) {
            clientKey[i] = (byte) (proof[i] ^ signature[i]);
        }
        return MessageDigest.isEqual(ScramVerifier.sha256(clientKey), verifier.storedKey());
    }

    private static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }
}
