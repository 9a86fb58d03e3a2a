package io.colonnade.engine.operator;

import io.colonnade.engine.fragment.FragmentRunner;
import io.colonnade.engine.memory.QueryMemory;
import io.colonnade.engine.pipeline.Breaker;
import io.colonnade.engine.pipeline.CancelToken;
import io.colonnade.engine.pipeline.FragmentEnvironment;
import io.colonnade.engine.pipeline.QueryCounters;
import io.colonnade.engine.pipeline.Sink;
import io.colonnade.engine.pipeline.SinkWriter;
import io.colonnade.engine.pipeline.Source;
import io.colonnade.engine.pipeline.WorkerPool;
import io.colonnade.engine.spill.QuerySpill;
import io.colonnade.engine.spill.SpillFiles;
import io.colonnade.error.ColonnadeException;
import io.colonnade.plan.Fragment;
import io.colonnade.plan.PlanNode;
import io.colonnade.storage.scan.ScanRequest;
import io.colonnade.storage.vector.Batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;

/** Runs a plan in this process over rows in memory and collects what comes out. */
final class TestQuery implements FragmentEnvironment {
    private static final SpillFiles SPILL_FILES = new SpillFiles(spillFolder(), 0);

    private final Map<Integer, Supplier<Source>> inputs = new HashMap<>();
    private final Map<String, String> settings = new HashMap<>();
    private final CancelToken cancel = new CancelToken();
    private final QueryCounters counters = new QueryCounters();
    private final List<Object[]> output = new ArrayList<>();
    private QueryMemory memory = new QueryMemory("test", 1L << 32);
    private Function<PlanNode, ScanRequest> scans;
    private QuerySpill spill = SPILL_FILES.query("test", QuerySpill.NO_LIMIT);
    private boolean finished;

    private static Path spillFolder() {
        try {
            Path folder = Files.createTempDirectory("spill");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TestQuery with(int number, Supplier<Source> source) {
        inputs.put(number, source);
        return this;
    }

    TestQuery scan(Function<PlanNode, ScanRequest> requests) {
        scans = requests;
        return this;
    }

    TestQuery setting(String name, String value) {
        settings.put(name, value);
        return this;
    }

    /** What does not fit in memory may go here. */
    TestQuery spill(QuerySpill place) {
        spill = place;
        return this;
    }

    /** Bytes that a plan node has put on disk. */
    long spilledBytes(int nodeId) {
        return counters.node(nodeId).spilledBytes.sum();
    }

    TestQuery limitBytes(long bytes) {
        memory = new QueryMemory("test", bytes);
        return this;
    }

    CompletableFuture<Void> start(PlanNode root, WorkerPool pool) {
        return FragmentRunner.run(Fragment.newBuilder().setRoot(root).build(), this, pool);
    }

    List<Object[]> run(PlanNode root, int workers) {
        try (WorkerPool pool = new WorkerPool(workers)) {
            start(root, pool).join();
        } catch (CompletionException e) {
            if (memory.used() != 0 || spill.used() != 0) {
                throw new AssertionError(
                        "bytes not released: " + memory.used() + ", " + spill.used());
            }
            throw (ColonnadeException) e.getCause();
        }
        if (!finished || memory.used() != 0 || spill.used() != 0) {
            throw new AssertionError(
                    finished + ", bytes not released: " + memory.used() + ", " + spill.used());
        }
        return output;
    }

    @Override
    public Sink output(Fragment fragment) {
        return new Sink() {
            @Override
            public SinkWriter open() {
                return new SinkWriter() {
                    @Override
                    public void write(Batch batch) {
                        synchronized (output) {
                            output.addAll(TestRows.rows(batch));
                        }
                    }

                    @Override
                    public CompletableFuture<?> writable() {
                        return null;
                    }

                    @Override
                    public void close() {}
                };
            }

            @Override
            public void finish() {
                finished = true;
            }
        };
    }

    @Override
    public ScanRequest scan(PlanNode scan) {
        return scans.apply(scan);
    }

    @Override
    public Source exchange(PlanNode node) {
        return inputs.get(node.getExchangeSource().getExchangeId()).get();
    }

    @Override
    public Source load(PlanNode loadFiles) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Breaker tableWrite(PlanNode tableWrite) {
        throw new UnsupportedOperationException();
    }

    @Override
    public QueryMemory memory() {
        return memory;
    }

    @Override
    public QuerySpill spill() {
        return spill;
    }

    @Override
    public Map<String, String> settings() {
        return settings;
    }

    @Override
    public CancelToken cancel() {
        return cancel;
    }

    @Override
    public QueryCounters counters() {
        return counters;
    }
}
