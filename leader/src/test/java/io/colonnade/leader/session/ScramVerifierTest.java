package io.colonnade.leader.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.security.SecureRandom;
import java.util.Base64;

/** The stored form of passwords. */
class ScramVerifierTest {
    /** The example of RFC 7677: its salt and password give its server signature's key. */
    @Test
    void exampleOfTheStandard() {
        byte[] salt = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
        ScramVerifier verifier = ScramVerifier.create("pencil", salt, 4096);
        String authMessage =
                "n=user,r=rOprNGfwEbeRWgbNEkqO,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                    + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,"
                    + "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
        assertEquals(
                "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
                Base64.getEncoder()
                        .encodeToString(
                                ScramVerifier.hmac(verifier.serverKey(), authMessage.getBytes())));
    }

    @Test
    void textForm() {
        ScramVerifier verifier = ScramVerifier.create("secret", new SecureRandom());
        ScramVerifier read = ScramVerifier.parse(verifier.toString());
        assertTrue(read.matches("secret"));
        assertFalse(read.matches("Secret"));
        assertTrue(ScramVerifier.isVerifier(verifier.toString()));
        assertFalse(ScramVerifier.isVerifier("secret"));
        assertThrows(RuntimeException.class, () -> ScramVerifier.parse("md5abc"));
    }
}
