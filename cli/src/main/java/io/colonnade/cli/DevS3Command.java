package io.colonnade.cli;

import io.colonnade.cli.devs3.DevS3Server;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** Runs an S3 server of this machine in the foreground until it is told to stop. */
@Command(
        name = "dev-s3",
        description = "Run an S3 server for development and tests in the foreground.",
        footer = {
            "",
            "It listens on 127.0.0.1 only and keeps its buckets in the folder. Secrets for its",
            "clients are in the folder's file credentials. SIGTERM and Ctrl-C stop it cleanly."
        })
final class DevS3Command implements Callable<Integer> {
    @Option(
            names = "--data",
            required = true,
            description = "Folder for buckets and credentials.",
            paramLabel = "DIR")
    private Path data;

    @Option(
            names = "--port",
            description = "Port, 0 for any free one (default: ${DEFAULT-VALUE}).",
            defaultValue = "9000",
            paramLabel = "PORT")
    private int port;

    @Option(
            names = "--bucket",
            description = "Bucket to make if it is not there (default: ${DEFAULT-VALUE}).",
            defaultValue = DevS3Folder.DEFAULT_BUCKET,
            paramLabel = "NAME")
    private String bucket;

    @Option(names = "--with-parent", description = "Stop when the process that started it ends.")
    private boolean withParent;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        ServerConfig.checkPort(port);
        CountDownLatch stop = StopSignal.latch();
        if (withParent) {
            ProcessHandle.current()
                    .parent()
                    .ifPresentOrElse(
                            parent -> parent.onExit().thenRun(stop::countDown), stop::countDown);
        }
        DevS3Folder folder = new DevS3Folder(data);
        PrintWriter out = spec.commandLine().getOut();
        try (DevS3Server server = DevS3Server.start(data, folder.credentials(), port, bucket)) {
            out.println("colonnade: dev-s3 ready on 127.0.0.1:" + server.port());
            out.println("colonnade: --store '" + folder.storeUrl(server.port(), bucket) + "'");
            out.flush();
            stop.await();
        }
        out.println("colonnade: stopped");
        out.flush();
        return 0;
    }
}
