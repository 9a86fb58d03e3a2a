package io.colonnade.engine.fragment;

import io.colonnade.engine.pipeline.ExecutionContext;
import io.colonnade.engine.pipeline.Failures;
import io.colonnade.engine.pipeline.FragmentEnvironment;
import io.colonnade.engine.pipeline.FragmentRun;
import io.colonnade.engine.pipeline.WorkerPool;
import io.colonnade.error.ColonnadeException;
import io.colonnade.plan.Fragment;

import java.util.concurrent.CompletableFuture;

/** Runs fragments on a node's workers: the engine's front door. */
public final class FragmentRunner {
    private FragmentRunner() {}

    /**
     * Starts the fragment and returns at once. The future completes when the output sink is
     * finished, or exceptionally with the ColonnadeException that stopped the query; by then all
     * readers, writers and reservations of the run are closed.
     */
    public static CompletableFuture<Void> run(
            Fragment fragment, FragmentEnvironment environment, WorkerPool pool) {
        ExecutionContext context =
                new ExecutionContext(environment, pool.lane(environment.cancel()));
        try {
            environment.cancel().check();
            FragmentCompiler compiler = new FragmentCompiler(context);
            return new FragmentRun(context, compiler.compile(fragment)).start();
        } catch (Throwable thrown) {
            context.releaseAll();
            ColonnadeException failure = Failures.translate(thrown);
            environment.cancel().cancel(failure);
            return CompletableFuture.failedFuture(failure);
        }
    }
}
