package io.colonnade.leader.simulation;

/**
 * How bad the world is at the moment, as probabilities for each call of the store and each packet
 * between processes. Owned by the baton's holder.
 */
final class Weather {
    /** The call has no effect and fails. */
    double refused;

    /** The call has its effect and the reply is lost. */
    double replyLost;

    /** The reply is lost, and the effect comes long after. */
    double late;

    /** The call takes very long. */
    double slow;

    /** The process dies before the call or after it. */
    double crash;

    /** A packet between processes does not arrive, or arrives a second time. */
    double packetLost;

    double packetTwice;

    void calm() {
        refused = 0;
        replyLost = 0;
        late = 0;
        slow = 0;
        crash = 0;
        packetLost = 0;
        packetTwice = 0;
    }

    /** A climate to live in; now and then the store is healthy, or a storm blows. */
    void draw(Chance chance) {
        calm();
        if (chance.upTo(6) == 0) {
            return;
        }
        packetLost = chance.upTo(3) * 0.05;
        packetTwice = chance.upTo(3) * 0.1;
        if (chance.upTo(6) == 0) {
            refused = chance.upTo(2) * 0.4;
            replyLost = chance.upTo(2) * 0.4;
            late = chance.upTo(2) * 0.4;
            return;
        }
        refused = chance.upTo(3) * 0.03;
        replyLost = chance.upTo(3) * 0.03;
        late = chance.upTo(3) * 0.02;
        slow = chance.upTo(3) * 0.02;
        crash = chance.upTo(3) * 0.002;
    }
}
