package io.colonnade.engine.fusion;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The process's fused kernels by shape, those of the longest unused shapes dropped. Kernels are
 * made by one thread in the background, which nobody waits for. Thread-safe.
 */
public final class KernelCache {
    /** Some hundred kilobytes of classes and machine code. */
    static final int MOST_SHAPES = 256;

    private static final int IDLE_SECONDS = 10;

    private static final KernelCache PROCESS = new KernelCache(MOST_SHAPES);

    private final ThreadPoolExecutor background =
            new ThreadPoolExecutor(
                    0,
                    1,
                    IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    task -> Thread.ofPlatform().daemon().name("fusion").unstarted(task));

    /** Guarded by itself; longest unused first. */
    private final Map<String, CachedKernel> kernels = new LinkedHashMap<>(16, 0.75f, true);

    private final int mostShapes;

    KernelCache(int mostShapes) {
        this.mostShapes = mostShapes;
    }

    public static KernelCache ofProcess() {
        return PROCESS;
    }

    /** The shape's place, for a task that will compute it. */
    public CachedKernel open(FusedShape shape) {
        synchronized (kernels) {
            CachedKernel cached = kernels.get(shape.key());
            if (cached == null) {
                cached = new CachedKernel(shape, background);
                kernels.put(shape.key(), cached);
                if (kernels.size() > mostShapes) {
                    kernels.remove(kernels.keySet().iterator().next());
                }
            }
            cached.opened();
            return cached;
        }
    }

    int size() {
        synchronized (kernels) {
            return kernels.size();
        }
    }
}
