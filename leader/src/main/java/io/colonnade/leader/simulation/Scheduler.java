package io.colonnade.leader.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs tasks one at a time in simulated time. A task is a virtual thread that holds a baton while
 * it runs; it passes the baton on only where it sleeps or waits, to the task whose event comes
 * next. So production code runs unchanged, and the same seed gives the same run.
 */
final class Scheduler {
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final List<Task> tasks = new ArrayList<>();
    private final long endNanos;
    private long now;
    private long order;
    private Task current;
    private Thread runner;
    private Throwable failure;
    private volatile boolean ended;

    /**
     * @param endNanos a run that is not over by then hangs
     */
    Scheduler(long endNanos) {
        this.endNanos = endNanos;
    }

    /** Something at a time: the turn of a task, or an action that needs no task. */
    private record Event(long at, long order, Task task, int ticket, Runnable action)
            implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    /** A thread of a simulated process. */
    final class Task {
        private final Actor owner;
        private final Thread thread;
        private volatile boolean turn;
        private boolean started;
        private boolean finished;

        /** In {@link Scheduler#await}, as opposed to asleep for a time that must pass. */
        private boolean waiting;

        // Raised by each wait, so that a wake-up that comes late is known.
        private int ticket;

        private Task(Actor owner, Runnable body) {
            this.owner = owner;
            this.thread = Thread.ofVirtual().unstarted(() -> run(this, body));
        }

        boolean isFinished() {
            return finished;
        }

        /** Ends the task's wait now, if it waits. */
        void wake() {
            if (waiting) {
                interrupt();
            }
        }

        /** Lets the task run now, wherever it is: its process has died. */
        void interrupt() {
            if (!finished) {
                schedule(now, this, ticket, null);
            }
        }
    }

    long nanos() {
        return now;
    }

    Task current() {
        return current;
    }

    /** Runs the first task and all that it makes, until it ends; throws what went wrong. */
    void run(Actor owner, Runnable body) {
        runner = Thread.currentThread();
        spawn(
                owner,
                () -> {
                    body.run();
                    end();
                });
        pass(next());
        while (!ended) {
            LockSupport.park();
        }
        release();
        if (failure instanceof Error error) {
            throw error;
        } else if (failure instanceof RuntimeException error) {
            throw error;
        }
    }

    private void end() {
        ended = true;
        LockSupport.unpark(runner);
    }

    private void fail(Throwable problem) {
        if (failure == null) {
            failure = problem;
        }
        end();
    }

    /** Lets the threads of a run that is over end. */
    private void release() {
        for (Task task : tasks) {
            if (task.started) {
                task.turn = true;
                LockSupport.unpark(task.thread);
                try {
                    task.thread.join();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    void spawn(Actor owner, Runnable body) {
        Task task = new Task(owner, body);
        owner.add(task);
        tasks.add(task);
        schedule(now, task, task.ticket, null);
    }

    /** Whether the run has ended; what still runs is to return. */
    boolean isOver() {
        return ended;
    }

    /** Does something later that needs no process. */
    void at(long nanos, Runnable action) {
        schedule(nanos, null, 0, action);
    }

    private void schedule(long at, Task task, int ticket, Runnable action) {
        events.add(new Event(at, order++, task, ticket, action));
    }

    private void run(Task task, Runnable body) {
        try {
            task.owner.requireAlive();
            body.run();
        } catch (Crash crash) {
            // the end of its process, or of the run
        } catch (Throwable problem) {
            if (!ended) {
                fail(problem);
            }
        }
        task.finished = true;
        if (!ended) {
            tasks.remove(task);
            pass(next());
        }
    }

    void sleep(long nanos) {
        Task me = current;
        me.owner.requireAlive();
        long at = now + nanos;
        me.ticket++;
        Event first = events.peek();
        if ((first == null || first.at > at) && me.owner.stalledUntil() <= at && at <= endNanos) {
            now = at;
            return;
        }
        schedule(at, me, me.ticket, null);
        switchFrom(me);
    }

    /** Waits until {@link Task#wake}, or until the time is over. */
    void await(long timeoutNanos) {
        Task me = current;
        me.owner.requireAlive();
        me.ticket++;
        schedule(now + timeoutNanos, me, me.ticket, null);
        me.waiting = true;
        try {
            switchFrom(me);
        } finally {
            me.waiting = false;
        }
    }

    private void switchFrom(Task me) {
        Task next = next();
        if (next != me) {
            pass(next);
            while (!me.turn) {
                LockSupport.park();
            }
            me.turn = false;
            if (ended) {
                throw Crash.INSTANCE;
            }
        }
        me.owner.requireAlive();
    }

    private void pass(Task next) {
        if (next == null) {
            return;
        }
        current = next;
        if (next.started) {
            next.turn = true;
            LockSupport.unpark(next.thread);
        } else {
            next.started = true;
            next.thread.start();
        }
    }

    /** The task whose turn it is; null when the run is over. */
    private Task next() {
        while (!ended) {
            Event event = events.poll();
            if (event == null || event.at > endNanos) {
                fail(new Violation("liveness: nothing more happens, or not in time"));
                return null;
            }
            if (event.action != null) {
                now = Math.max(now, event.at);
                try {
                    event.action.run();
                } catch (Violation violation) {
                    fail(violation);
                }
                continue;
            }
            Task task = event.task;
            if (task.finished || event.ticket != task.ticket) {
                continue;
            }
            if (task.owner.stalledUntil() > Math.max(now, event.at)) {
                schedule(task.owner.stalledUntil(), task, event.ticket, null);
                continue;
            }
            now = Math.max(now, event.at);
            return task;
        }
        return null;
    }
}
