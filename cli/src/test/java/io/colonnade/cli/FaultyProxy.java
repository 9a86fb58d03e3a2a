package io.colonnade.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * Stands between an HTTP client and a server and does to requests what networks and overloaded
 * services do. Each fault is used up by one request or reply; without one, bytes pass. Threads of
 * its own.
 */
final class FaultyProxy implements AutoCloseable {
    /** What happens to one request. */
    enum Fault {
        /** The server does what was asked, and the client never learns of it. */
        LOSE_REPLY(false),
        /** The reply stops after some bytes. */
        CUT_REPLY(false),
        /** The reply comes late. */
        DELAY_REPLY(false),
        /** The server gets nothing and the connection breaks. */
        CUT_REQUEST(true),
        /** The server gets nothing, and the client waits for as long as it wants to. */
        SILENCE(true),
        /** The server gets nothing, the client status 503. */
        BUSY(true),
        /** The server gets nothing, the client status 409. */
        CONFLICT(true),
        /** The server gets nothing, the client status 200 with an error in the body. */
        ERROR_IN_BODY(true);

        private final boolean ofRequest;

        Fault(boolean ofRequest) {
            this.ofRequest = ofRequest;
        }
    }

    private static final int REPLY_BYTES = 100;
    private static final long DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private final ServerSocket listener;
    private final int serverPort;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    // Guarded by itself.
    private final Queue<Fault> faults = new ArrayDeque<>();

    // Guarded by faults: what the first line of a request begins with that has faults.
    private Pattern victims = Pattern.compile("");

    FaultyProxy(int serverPort) throws IOException {
        this.serverPort = serverPort;
        listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Adds faults for the next requests, in their order. */
    void next(Fault fault, int times) {
        synchronized (faults) {
            for (int i = 0; i < times; i++) {
                faults.add(fault);
            }
        }
    }

    /** Lets other requests than those pass, until {@link #clear}. */
    void onlyFor(String startOfRequest) {
        synchronized (faults) {
            victims = Pattern.compile(startOfRequest);
        }
    }

    /** Takes back what was not used, and returns how many that were. */
    int clear() {
        synchronized (faults) {
            int left = faults.size();
            faults.clear();
            victims = Pattern.compile("");
            return left;
        }
    }

    /** How many faults were not used yet. */
    int left() {
        synchronized (faults) {
            return faults.size();
        }
    }

    private Fault take(boolean ofRequest, String request) {
        synchronized (faults) {
            Fault first = faults.peek();
            boolean fits = first != null && first.ofRequest == ofRequest;
            return fits && victims.matcher(request).lookingAt() ? faults.remove() : null;
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket();
                open.add(client);
                open.add(server);
                server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort));
                AtomicReference<String> request = new AtomicReference<>("");
                Thread.ofVirtual().start(() -> pump(client, server, true, request));
                Thread.ofVirtual().start(() -> pump(server, client, false, request));
            } catch (IOException e) {
                // closed, or the server is down: the client's connection ends at once
                if (listener.isClosed()) {
                    return;
                }
            }
        }
    }

    /** Copies one direction; `request` is the first line of the connection's newest request. */
    private void pump(Socket from, Socket to, boolean requests, AtomicReference<String> request) {
        byte[] buffer = new byte[64 * 1024];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int n = in.read(buffer);
            while (n >= 0) {
                boolean start = isStart(buffer, n, requests);
                if (start && requests) {
                    String head = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
                    request.set(head.lines().findFirst().orElseThrow());
                }
                Fault fault = start ? take(requests, request.get()) : null;
                if (fault != null && !survives(fault, buffer, n, from, to)) {
                    return;
                }
                out.write(buffer, 0, n);
                n = in.read(buffer);
            }
        } catch (IOException e) {
            // one side has gone; closing the other one is all there is to do
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static boolean isStart(byte[] buffer, int length, boolean request) {
        String start = new String(buffer, 0, Math.min(length, 12), StandardCharsets.US_ASCII);
        return request
                ? start.matches("(?s)(GET|PUT|POST|HEAD|DELETE) .*")
                // an interim reply is not the one to lose
                : start.startsWith("HTTP/1.1 ") && !start.startsWith("HTTP/1.1 1");
    }

    /** False if the connection ends with this fault. */
    private static boolean survives(Fault fault, byte[] buffer, int n, Socket from, Socket to)
            throws IOException {
        switch (fault) {
            case DELAY_REPLY -> LockSupport.parkNanos(DELAY_NANOS);
            case CUT_REPLY -> to.getOutputStream().write(buffer, 0, Math.min(n, REPLY_BYTES));
            case BUSY -> reply(from, "503 Slow Down", "SlowDown");
            case CONFLICT -> reply(from, "409 Conflict", "ConditionalRequestConflict");
            case ERROR_IN_BODY -> reply(from, "200 OK", "InternalError");
            case SILENCE -> from.getInputStream().skip(Long.MAX_VALUE);
            case LOSE_REPLY, CUT_REQUEST -> {}
        }
        return fault == Fault.DELAY_REPLY;
    }

    private static void reply(Socket client, String status, String code) throws IOException {
        String body =
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>"
                        + code
                        + "</Code><Message>injected</Message></Error>";
        String reply =
                "HTTP/1.1 "
                        + status
                        + "\r\n"
                        + "Content-Type: application/xml\r\n"
                        + "Connection: close\r\n"
                        + "Content-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body;
        client.getOutputStream().write(reply.getBytes(StandardCharsets.US_ASCII));
        client.shutdownOutput();
        // what the client still sends must be read, or its reply is lost in a reset
        client.setSoTimeout(1_000);
        client.getInputStream().skip(Long.MAX_VALUE);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
