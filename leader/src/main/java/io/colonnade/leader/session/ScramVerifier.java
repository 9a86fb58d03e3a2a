package io.colonnade.leader.session;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What is stored of a password (RFC 5802, RFC 7677). Who steals it can neither log in with it nor
 * read the password from it.
 *
 * <pre>
 * text form:  SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey        (base64; PostgreSQL's form)
 * </pre>
 */
public record ScramVerifier(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
    /** PostgreSQL's default; a login costs the client some milliseconds. */
    public static final int DEFAULT_ITERATIONS = 4096;

    private static final int SALT_BYTES = 16;
    private static final int KEY_BYTES = 32;
    private static final Pattern TEXT =
            Pattern.compile("SCRAM-SHA-256\\$(\\d{1,9}):([^:$]+)\\$([^:$]+):([^:$]+)");

    /** The verifier of a new password, with a fresh salt. */
    public static ScramVerifier create(String password, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return create(password, salt, DEFAULT_ITERATIONS);
    }

    static ScramVerifier create(String password, byte[] salt, int iterations) {
        byte[] salted = salted(password, salt, iterations);
        byte[] clientKey = hmac(salted, "Client Key".getBytes(StandardCharsets.US_ASCII));
        byte[] serverKey = hmac(salted, "Server Key".getBytes(StandardCharsets.US_ASCII));
        return new ScramVerifier(iterations, salt, sha256(clientKey), serverKey);
    }

    private static byte[] salted(String password, byte[] salt, int iterations) {
        // The JDK's key specification turns characters into UTF-8 itself.
        char[] characters = Normalizer.normalize(password, Normalizer.Form.NFKC).toCharArray();
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(characters, salt, iterations, KEY_BYTES * 8))
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads the text form. */
    public static ScramVerifier parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new ColonnadeException(ErrorCode.DATA_CORRUPTED, "invalid password verifier");
        }
        Base64.Decoder base64 = Base64.getDecoder();
        try {
            return new ScramVerifier(
                    Integer.parseInt(matcher.group(1)),
                    base64.decode(matcher.group(2)),
                    base64.decode(matcher.group(3)),
                    base64.decode(matcher.group(4)));
        } catch (IllegalArgumentException e) {
            throw new ColonnadeException(ErrorCode.DATA_CORRUPTED, "invalid password verifier", e);
        }
    }

    /** Whether a text looks like a verifier, as CREATE USER accepts instead of a password. */
    public static boolean isVerifier(String text) {
        return TEXT.matcher(text).matches();
    }

    /** Whether the password is the one; takes as long as a login. */
    public boolean matches(String password) {
        ScramVerifier other = create(password, salt, iterations);
        return MessageDigest.isEqual(storedKey, other.storedKey);
    }

    public static byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        Base64.Encoder base64 = Base64.getEncoder();
        return "SCRAM-SHA-256$"
                + iterations
                + ":"
                + base64.encodeToString(salt)
                + "$"
                + base64.encodeToString(storedKey)
                + ":"
                + base64.encodeToString(serverKey);
    }
}
