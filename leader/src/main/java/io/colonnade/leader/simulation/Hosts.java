package io.colonnade.leader.simulation;

import io.colonnade.storage.seam.FaultyDisk;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The machines: each has a local disk that outlives the processes on it, which come one after the
 * other. What a process wrote may be torn, or damaged, when the next one finds it. Owned by the
 * baton's holder.
 */
final class Hosts {
    private static final String ENTRIES = "extent-00000";

    private final Chance chance;
    private final Trace trace;
    private final List<Host> hosts = new ArrayList<>();

    Hosts(Chance chance, Trace trace) {
        this.chance = chance;
        this.trace = trace;
    }

    private static final class Host {
        private final FaultyDisk disk = new FaultyDisk();
        private Actor tenant;
    }

    /** The disk of a machine without a living process; it is now this one's. */
    FaultyDisk take(Actor actor) {
        Host found = null;
        for (Host host : hosts) {
            if (!host.tenant.isAlive() && chance.with(0.8)) {
                found = host;
                break;
            }
        }
        if (found == null) {
            found = new Host();
            hosts.add(found);
        } else {
            age(found, actor.name);
        }
        found.tenant = actor;
        return found.disk;
    }

    private void age(Host host, String next) {
        if (chance.with(0.5)) {
            trace.add(next, () -> "finds a disk that lost its power");
            host.disk.crash(new SplittableRandom(chance.nextLong()));
        }
        if (chance.with(0.3) && host.disk.list().contains(ENTRIES)) {
            byte[] content = host.disk.content(ENTRIES);
            for (int flips = chance.upTo(20); flips > 0 && content.length > 0; flips--) {
                content[chance.upTo(content.length)] ^= (byte) (1 << chance.upTo(8));
            }
        }
    }

    /** A disk begins to fail or to work again. */
    void trouble() {
        if (hosts.isEmpty()) {
            return;
        }
        FaultyDisk disk = hosts.get(chance.upTo(hosts.size())).disk;
        disk.failReads(chance.with(0.2));
        disk.failWrites(chance.with(0.2));
        disk.limit(chance.with(0.3) ? disk.bytes() + chance.upTo(20_000) : Long.MAX_VALUE);
    }

    /** All disks work. */
    void calm() {
        for (Host host : hosts) {
            host.disk.failReads(false);
            host.disk.failWrites(false);
            host.disk.limit(Long.MAX_VALUE);
        }
    }
}
