package io.colonnade.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;

import io.colonnade.rpc.ComputeGrpc;
import io.colonnade.rpc.ExchangeCredit;
import io.colonnade.rpc.ExchangeFrame;
import io.grpc.stub.StreamObserver;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * Sends frames of an exchange to another process as compute nodes do, a bounded number of bytes
 * under way, and tells how many bytes arrived in a second.
 */
public final class FrameLoad {
    /** Bytes under way on one stream, as exchanges have it. */
    private static final int WINDOW_BYTES = 8 << 20;

    private final ComputeGrpc.AsyncService peer;

    public FrameLoad(ComputeGrpc.AsyncService peer) {
        this.peer = peer;
    }

    /** Bytes per second over so many streams together, each with a thread of its own. */
    public double run(int streams, int frameBytes, long totalBytes) throws InterruptedException {
        long frames = Math.max(1, totalBytes / streams / frameBytes);
        ByteString batch = UnsafeByteOperations.unsafeWrap(new byte[frameBytes]);
        long start = System.nanoTime();
        try (ExecutorService senders = Executors.newFixedThreadPool(streams)) {
            List<Future<?>> running = new ArrayList<>();
            for (int s = 0; s < streams; s++) {
                int id = s;
                running.add(
                        senders.submit(
                                () -> {
                                    send(id, batch, frames);
                                    return null;
                                }));
            }
            for (Future<?> sender : running) {
                sender.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a frame was not sent", e.getCause());
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return (double) streams * frames * frameBytes / seconds;
    }

    private void send(int id, ByteString batch, long frames)
            throws InterruptedException, ExecutionException {
        Credits credits = new Credits(WINDOW_BYTES / batch.size());
        StreamObserver<ExchangeFrame> stream = peer.exchange(credits);
        for (long i = 0; i < frames; i++) {
            credits.room.acquire();
            stream.onNext(
                    ExchangeFrame.newBuilder()
                            .setQueryId(1)
                            .setExchangeId(id)
                            .setSenderNodeId(1)
                            .setBatch(batch)
                            .build());
        }
        stream.onCompleted();
        credits.end.get();
    }

    /** What comes back from the receiver: one credit for each frame. */
    private static final class Credits implements StreamObserver<ExchangeCredit> {
        private final Semaphore room;
        private final CompletableFuture<Void> end = new CompletableFuture<>();

        Credits(int frames) {
            room = new Semaphore(Math.max(1, frames));
        }

        @Override
        public void onNext(ExchangeCredit credit) {
            room.release();
        }

        @Override
        public void onError(Throwable error) {
            end.completeExceptionally(error);
            room.release(Integer.MAX_VALUE / 2);
        }

        @Override
        public void onCompleted() {
            end.complete(null);
        }
    }
}
