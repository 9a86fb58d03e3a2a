package io.colonnade.engine.pipeline;

import io.colonnade.engine.kernel.Kernels;
import io.colonnade.storage.object.StoreWaits;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A node's computing threads: one platform thread per core, for all queries. Each query has a lane;
 * threads take one short task from each lane in turn, so a short query overtakes long ones. Tasks
 * never wait for something that is not being computed, except for the object store, until their
 * query is canceled.
 */
public final class WorkerPool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerPool.class);

    private final int workers;
    private final Thread[] threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();

    /** Lanes that have tasks, the next one first; guarded by lock. */
    private final ArrayDeque<Lane> ready = new ArrayDeque<>();

    /** Lanes of the queries that are alive; guarded by lock. */
    private final Map<CancelToken, Lane> lanes = new WeakHashMap<>();

    /** Guarded by lock. */
    private boolean closed;

    public WorkerPool(int workers) {
        Kernels.warmUp();
        this.workers = workers;
        threads = new Thread[workers];
        for (int i = 0; i < workers; i++) {
            threads[i] = Thread.ofPlatform().name("worker-" + i).daemon().start(this::work);
        }
    }

    /** Number of threads. */
    public int workers() {
        return workers;
    }

    /** The place for a query's tasks; all its fragments on this node share the token. */
    public Lane lane(CancelToken query) {
        lock.lock();
        try {
            return lanes.computeIfAbsent(query, q -> new Lane(q.storeWaits()));
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        while (true) {
            Runnable task = take();
            if (task == null) {
                return;
            }
            try {
                task.run();
            } catch (Throwable thrown) {
                // tasks handle their failures; whatever gets here must not cost the node a thread
                LOG.error("a task of the worker pool failed", thrown);
            }
        }
    }

    private Runnable take() {
        lock.lock();
        try {
            while (ready.isEmpty()) {
                if (closed) {
                    return null;
                }
                work.awaitUninterruptibly();
            }
            Lane lane = ready.poll();
            Runnable task = lane.tasks.poll();
            if (!lane.tasks.isEmpty()) {
                ready.add(lane);
            }
            return task;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the threads once no task is left. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** One query's queue of tasks. Tasks must be short and must not throw. Thread-safe. */
    public final class Lane {
        /** Guarded by the pool's lock. */
        private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

        private final StoreWaits storeWaits;

        private Lane(StoreWaits storeWaits) {
            this.storeWaits = storeWaits;
        }

        public WorkerPool pool() {
            return WorkerPool.this;
        }

        public void submit(Runnable task) {
            lock.lock();
            try {
                if (tasks.isEmpty()) {
                    ready.add(this);
                }
                tasks.add(() -> storeWaits.during(task));
                work.signal();
            } finally {
                lock.unlock();
            }
        }
    }
}
