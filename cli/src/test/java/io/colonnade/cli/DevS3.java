package io.colonnade.cli;

import io.colonnade.storage.object.ObjectStore;
import io.colonnade.storage.object.ObjectStores;
import io.colonnade.storage.object.StoreSettings;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A dev-s3 process for tests, which ends with the test's JVM. */
final class DevS3 implements AutoCloseable {
    private final ColonnadeProcess process;
    private final Path data;

    private DevS3(ColonnadeProcess process, Path data) {
        this.process = process;
        this.data = data;
    }

    /** Starts a server on any free port over a folder, which may hold an earlier one's buckets. */
    static DevS3 start(Path data) throws IOException {
        return start(data, 0);
    }

    static DevS3 start(Path data, int port) throws IOException {
        List<String> arguments =
                List.of(
                        "dev-s3",
                        "--with-parent",
                        "--data",
                        data.toString(),
                        "--port",
                        String.valueOf(port));
        Path log = data.resolveSibling(data.getFileName() + ".err");
        return new DevS3(ColonnadeProcess.start(log, arguments), data);
    }

    int port() {
        return process.port();
    }

    /** Names the bucket for a command. */
    String url(String prefix) {
        return url(prefix, process.port());
    }

    /** As {@link #url(String)}, by way of another port. */
    String url(String prefix, int port) {
        return new DevS3Folder(data).storeUrl(port, DevS3Folder.DEFAULT_BUCKET + "/" + prefix);
    }

    ObjectStore open(String prefix) {
        return ObjectStores.open(
                url(prefix), StoreSettings.DEFAULT.withPatience(Duration.ofSeconds(10)));
    }

    void kill() throws InterruptedException {
        process.kill();
    }

    int stop() throws InterruptedException {
        return process.stop();
    }

    @Override
    public void close() {
        process.close();
    }
}
