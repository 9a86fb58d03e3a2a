package io.colonnade.bench.kernel;

import io.colonnade.engine.kernel.LikePattern;
import io.colonnade.storage.encoding.Compression;
import io.colonnade.storage.encoding.Encoding;
import io.colonnade.storage.encoding.Fsst;
import io.colonnade.storage.encoding.FsstTrainer;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** From stored texts of some 45 bytes to LIKE with two words: nanoseconds per text. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(SampleTexts.ROWS)
@Warmup(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class TextBenchmark {
    private final SampleTexts texts = new SampleTexts(1);
    private final byte[] matches = new byte[SampleTexts.ROWS];
    private LikePattern pattern;
    private Fsst symbols;
    private byte[] fsst;
    private int fsstEnd;
    private byte[] lz4;
    private byte[] heap;

    @Setup
    public void encode() {
        int size = texts.heap.length;
        int[] ends = new int[SampleTexts.ROWS];
        for (int row = 0; row < ends.length; row++) {
            ends[row] = texts.starts[row] + texts.lengths[row];
        }
        byte[] padded = Arrays.copyOf(texts.heap, size + Fsst.PADDING);
        symbols = new FsstTrainer().train(padded, ends);
        fsst = new byte[2 * size + Fsst.PADDING];
        fsstEnd = 0;
        for (int row = 0; row < ends.length; row++) {
            fsstEnd = symbols.encode(padded, texts.starts[row], ends[row], fsst, fsstEnd);
        }
        lz4 = Compression.compress(Encoding.LZ4, texts.heap, 0, size);
        heap = new byte[size + 64];
        pattern = LikePattern.compile(texts.like, 0, texts.like.length, -1);
    }

    private int search(byte[] from) {
        pattern.test(from, texts.starts, texts.lengths, null, SampleTexts.ROWS, 0, matches);
        return matches[0];
    }

    @Benchmark
    public int raw() {
        return search(texts.heap);
    }

    @Benchmark
    public int fsst() {
        symbols.decode(fsst, 0, fsstEnd, heap, 0);
        return search(heap);
    }

    @Benchmark
    public int lz4() {
        Compression.decompress(Encoding.LZ4, lz4, 0, lz4.length, heap, texts.heap.length);
        return search(heap);
    }
}
