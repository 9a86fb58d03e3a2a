package io.colonnade.wlm.admission;

/**
 * Leave to run: slots of a queue and the memory that goes with them. Closed when the query ends;
 * closing twice does no harm.
 */
public final class Grant implements AutoCloseable {
    private final AdmissionController controller;
    private final int queue;
    private final String queueName;
    private final int slots;
    private final long memoryBytes;
    private final long waitedNanos;

    // Guarded by the controller's lock.
    private boolean released;

    Grant(
            AdmissionController controller,
            int queue,
            String queueName,
            int slots,
            long memoryBytes,
            long waitedNanos) {
        this.controller = controller;
        this.queue = queue;
        this.queueName = queueName;
        this.slots = slots;
        this.memoryBytes = memoryBytes;
        this.waitedNanos = waitedNanos;
    }

    public String queueName() {
        return queueName;
    }

    /** Memory that the query may use on each node. */
    public long memoryBytes() {
        return memoryBytes;
    }

    public long waitedNanos() {
        return waitedNanos;
    }

    int queue() {
        return queue;
    }

    int slots() {
        return slots;
    }

    boolean markReleased() {
        boolean first = !released;
        released = true;
        return first;
    }

    @Override
    public void close() {
        controller.release(this);
    }
}
