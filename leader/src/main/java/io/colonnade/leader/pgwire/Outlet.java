package io.colonnade.leader.pgwire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Hands bytes to the socket and makes the connection's thread wait while the client does not read
 * them. The event loop signals changes.
 */
final class Outlet {
    private static final Logger LOG = LoggerFactory.getLogger(Outlet.class);

    /** A lost signal costs at most this; also how often a cancel is noticed while waiting. */
    private static final long RECHECK_MILLIS = 100;

    /** A client that does not even read its goodbye is cut off after this. */
    private static final long GOODBYE_SECONDS = 5;

    private final Channel channel;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** The connection is being ended by the server: nobody waits any more. */
    private volatile boolean ending;

    Outlet(Channel channel) {
        this.channel = channel;
    }

    /** Copies the bytes to the socket's queue. */
    void write(byte[] bytes, int length) {
        if (!channel.isActive()) {
            throw new Inbox.ClosedException();
        }
        ByteBuf buffer = channel.alloc().buffer(length);
        buffer.writeBytes(bytes, 0, length);
        channel.writeAndFlush(buffer, channel.voidPromise());
    }

    /** Waits until the socket takes more, or `giveUp` says so. */
    void awaitRoom(BooleanSupplier giveUp) {
        lock.lock();
        try {
            while (!channel.isWritable() && !ending && !giveUp.getAsBoolean()) {
                if (!channel.isActive()) {
                    throw new Inbox.ClosedException();
                }
                changed.await(RECHECK_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            throw new Inbox.ClosedException();
        } finally {
            lock.unlock();
        }
    }

    /** Lets the connection's thread go on although the client does not read. */
    void end() {
        ending = true;
        signal();
    }

    /** The channel became writable or closed. */
    void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Closes the socket after everything written is out. */
    void closeAfterWrites() {
        if (!channel.isOpen()) {
            return;
        }
        try {
            channel.writeAndFlush(channel.alloc().buffer(0)).addListener(future -> channel.close());
            channel.eventLoop().schedule(() -> channel.close(), GOODBYE_SECONDS, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the server is closing, and {} with it", channel);
        }
    }
}
