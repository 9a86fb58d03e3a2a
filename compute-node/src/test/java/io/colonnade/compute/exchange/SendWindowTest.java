package io.colonnade.compute.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import org.junit.jupiter.api.Test;

import java.util.concurrent.CompletableFuture;

class SendWindowTest {
    private final SendWindow window = new SendWindow(100);

    @Test
    void closesAtTheLimitAndOpensBelowIt() {
        window.sent(60);
        assertNull(window.writable());
        window.sent(60);
        CompletableFuture<?> opens = window.writable();
        assertFalse(opens.isDone());
        window.acknowledged(10);
        assertFalse(opens.isDone());
        window.acknowledged(20);
        assertTrue(opens.isDone());
        assertNull(window.writable());
    }

    @Test
    void failureWakesWhoWaitsAndStopsSending() {
        window.sent(200);
        CompletableFuture<?> opens = window.writable();
        window.fail(new ColonnadeException(ErrorCode.NODE_UNAVAILABLE, "gone"));
        assertTrue(opens.isDone());
        assertNull(window.writable());
        window.fail(new ColonnadeException(ErrorCode.INTERNAL_ERROR, "later"));
        assertEquals(
                "gone", assertThrows(ColonnadeException.class, () -> window.sent(1)).getMessage());
    }
}
