package io.colonnade.leader.simulation;

import io.colonnade.storage.seam.Clock;

/** The clocks of a process: its wall clock is wrong by some time. */
record ActorClock(World world, Actor actor) implements Clock {
    @Override
    public long micros() {
        return world.storeMicros() + actor.skewMicros;
    }

    @Override
    public long nanos() {
        return world.scheduler().nanos();
    }

    @Override
    public void sleep(long nanos) {
        world.scheduler().sleep(nanos);
    }
}
