package io.colonnade.leader.simulation;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.storage.object.ObjectInfo;
import io.colonnade.storage.object.ObjectStore;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The bucket as one process sees it: over a network that takes time, fails, loses replies, and
 * delivers late. Its process may die at any call.
 */
final class SimulatedStore implements ObjectStore {
    private static final long FAST_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long USUAL_NANOS = TimeUnit.MILLISECONDS.toNanos(4);
    private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final World world;
    private final Actor actor;

    SimulatedStore(World world, Actor actor) {
        this.world = world;
        this.actor = actor;
    }

    /** How the call goes. */
    private enum Fate {
        WORKS,
        REFUSED,
        REPLY_LOST,
        LATE
    }

    /** The way to the bucket; what happens there. */
    private Fate go(String call, String key) {
        Weather weather = world.weather();
        mayCrash(weather);
        travel(weather);
        Fate fate = Fate.WORKS;
        if (world.chance().with(weather.refused)) {
            fate = Fate.REFUSED;
        } else if (world.chance().with(weather.replyLost)) {
            fate = Fate.REPLY_LOST;
        } else if (world.chance().with(weather.late)) {
            fate = Fate.LATE;
        }
        Fate drawn = fate;
        world.trace().add(actor.name, () -> call + " " + key + " " + drawn);
        return fate;
    }

    /** The way back. */
    private void comeBack() {
        Weather weather = world.weather();
        mayCrash(weather);
        travel(weather);
    }

    private void travel(Weather weather) {
        boolean slow = world.chance().with(weather.slow);
        world.scheduler()
                .sleep(world.chance().between(FAST_NANOS, slow ? SLOW_NANOS : USUAL_NANOS));
    }

    private void mayCrash(Weather weather) {
        if (world.chance().with(weather.crash)) {
            world.trace().add(actor.name, () -> "dies");
            actor.kill();
            throw Crash.INSTANCE;
        }
    }

    private <T> T ask(String call, String key, Supplier<T> effect) {
        Fate fate = go(call, key);
        T answer = fate == Fate.REFUSED ? null : effect.get();
        comeBack();
        if (fate != Fate.WORKS) {
            throw unavailable(call, key);
        }
        return answer;
    }

    private static ColonnadeException unavailable(String call, String key) {
        return new ColonnadeException(
                ErrorCode.STORE_UNAVAILABLE, call + " " + key + ": no answer");
    }

    @Override
    public void put(String key, List<ByteBuffer> body) {
        byte[] bytes = SimulatedBucket.bytes(body);
        switch (go("put", key)) {
            case WORKS -> {
                world.bucket().create(key, bytes);
                comeBack();
            }
            case REFUSED -> {
                comeBack();
                throw unavailable("put", key);
            }
            case REPLY_LOST, LATE -> {
                world.bucket().create(key, bytes);
                comeBack();
                throw unavailable("put", key);
            }
        }
    }

    @Override
    public boolean putIfAbsent(String key, ByteBuffer body) {
        byte[] bytes = SimulatedBucket.bytes(List.of(body));
        switch (go("create", key)) {
            case WORKS -> {
                boolean created = world.bucket().putIfAbsent(key, ByteBuffer.wrap(bytes));
                comeBack();
                return created;
            }
            case REFUSED -> {
                comeBack();
                boolean certain = world.chance().with(0.5);
                throw certain ? unavailable("create", key) : unknown(key);
            }
            case REPLY_LOST -> {
                world.bucket().putIfAbsent(key, ByteBuffer.wrap(bytes));
                comeBack();
                throw unknown(key);
            }
            case LATE -> {
                long arrival =
                        world.scheduler().nanos() + world.chance().between(0, 2 * SLOW_NANOS);
                world.scheduler()
                        .at(
                                arrival,
                                () -> {
                                    boolean won =
                                            world.bucket().putIfAbsent(key, ByteBuffer.wrap(bytes));
                                    world.trace().add("network", () -> "late " + key + " " + won);
                                });
                comeBack();
                throw unknown(key);
            }
        }
        throw new AssertionError();
    }

    private static ColonnadeException unknown(String key) {
        return new ColonnadeException(
                ErrorCode.COMMIT_OUTCOME_UNKNOWN, "create " + key + ": no answer");
    }

    @Override
    public Optional<byte[]> get(String key) {
        return ask("get", key, () -> world.bucket().get(key));
    }

    @Override
    public void read(String key, long offset, ByteBuffer target) {
        ask(
                "read",
                key,
                () -> {
                    world.bucket().read(key, offset, target);
                    return key;
                });
    }

    @Override
    public long size(String key) {
        return ask("size", key, () -> world.bucket().size(key));
    }

    @Override
    public List<ObjectInfo> list(String prefix, String startAfter, int limit) {
        return ask("list", prefix, () -> world.bucket().list(prefix, startAfter, limit));
    }

    @Override
    public void delete(String key) {
        ask(
                "delete",
                key,
                () -> {
                    world.bucket().delete(key);
                    return key;
                });
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
