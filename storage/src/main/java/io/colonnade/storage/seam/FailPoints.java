package io.colonnade.storage.seam;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Named places where tests make the process die, fail or stall. Unarmed they cost one volatile
 * read. Armed by the environment of a process:
 *
 * <pre>
 * COLONNADE_FAIL_POINTS=name=action[@hit][,name=action..]
 * kill     the process ends at once, as by kill -9
 * error    a storage error is thrown
 * delay:N  waits N milliseconds
 * @hit     only the hit-th time the place is reached, from 1
 * </pre>
 */
public final class FailPoints {
    private static final Map<String, Armed> ARMED = new ConcurrentHashMap<>();
    private static volatile boolean any;

    static {
        String text = System.getenv("COLONNADE_FAIL_POINTS");
        if (text != null && !text.isBlank()) {
            arm(text);
        }
    }

    private record Armed(String action, int hit, AtomicInteger reached) {}

    private FailPoints() {}

    /** Adds what the text names to what is armed; see the class for its form. */
    public static void arm(String text) {
        for (String part : text.split(",")) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                throw new ColonnadeException(
                        ErrorCode.INVALID_ARGUMENT,
                        "fail point \"" + part + "\" is not of the form name=action");
            }
            String action = part.substring(equals + 1).strip();
            int at = action.indexOf('@');
            int hit = at < 0 ? 0 : Integer.parseInt(action.substring(at + 1));
            ARMED.put(
                    part.substring(0, equals).strip(),
                    new Armed(at < 0 ? action : action.substring(0, at), hit, new AtomicInteger()));
        }
        any = true;
    }

    public static void disarmAll() {
        any = false;
        ARMED.clear();
    }

    /** Does what the place was armed for; nothing otherwise. */
    public static void hit(String name) {
        if (any) {
            act(name);
        }
    }

    private static void act(String name) {
        Armed armed = ARMED.get(name);
        if (armed == null) {
            return;
        }
        int reached = armed.reached().incrementAndGet();
        if (armed.hit() > 0 && armed.hit() != reached) {
            return;
        }
        String action = armed.action();
        if (action.equals("kill")) {
            Runtime.getRuntime().halt(137);
        } else if (action.equals("error")) {
            throw new ColonnadeException(ErrorCode.IO_ERROR, "fail point \"" + name + "\"");
        } else if (action.startsWith("delay:")) {
            Clock.system().sleep(Long.parseLong(action.substring(6)) * 1_000_000);
        } else {
            throw new ColonnadeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "fail point \"" + name + "\" has an unknown action \"" + action + "\"");
        }
    }
}
