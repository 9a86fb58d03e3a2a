package io.colonnade.cli;

import io.colonnade.bench.FrameCounter;
import io.colonnade.bench.FrameLoad;
import io.colonnade.compute.node.ComputeServer;
import io.colonnade.compute.node.NodeConnections;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.rpc.Node;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** How many bytes a second go from one process to another the way exchanges send them. */
@Command(
        name = "exchange",
        description = "Send exchange frames to a second process and print the bytes per second.",
        footer = {"", "The process is started for it and ends with it; both are on this machine."})
final class BenchExchangeCommand implements Callable<Integer> {
    private static final List<Integer> FRAME_KILOBYTES = List.of(16, 64, 128, 256, 1024, 4096);
    private static final List<Integer> STREAMS = List.of(1, 2, 4);

    @Option(
            names = "--megabytes",
            description = "Sent for each line (default: ${DEFAULT-VALUE}).",
            paramLabel = "N",
            defaultValue = "1024")
    private int megabytes;

    @Option(names = "--receive", hidden = true, description = "Be the second process.")
    private boolean receive;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (megabytes < 1) {
            throw new ColonnadeException(ErrorCode.INVALID_ARGUMENT, "--megabytes is 1 or more");
        }
        return receive ? receive() : send();
    }

    /** Serves until its input ends, which is when the first process does. */
    private int receive() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (ComputeServer server =
                new ComputeServer(new FrameCounter(), ServerConfig.DEFAULT_LISTEN, 0)) {
            out.println(server.port());
            out.flush();
            System.in.transferTo(OutputStream.nullOutputStream());
        }
        return 0;
    }

    private int send() throws IOException, InterruptedException {
        Process receiver =
                new ProcessBuilder(receiverCommand())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (BufferedReader lines = receiver.inputReader(StandardCharsets.UTF_8);
                NodeConnections connections = new NodeConnections()) {
            String port = lines.readLine();
            if (port == null) {
                throw new ColonnadeException(
                        ErrorCode.CONNECTION_FAILURE, "the second process ended at once");
            }
            Node node =
                    Node.newBuilder()
                            .setHost(ServerConfig.DEFAULT_LISTEN)
                            .setPort(Integer.parseInt(port))
                            .build();
            measure(new FrameLoad(connections.service(node)));
        } finally {
            receiver.destroy();
            receiver.waitFor();
        }
        return 0;
    }

    private List<String> receiverCommand() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        Colonnade.class.getName(),
                        "bench",
                        "exchange",
                        "--receive"));
        return command;
    }

    private void measure(FrameLoad load) throws InterruptedException {
        Report out = new Report(spec.commandLine().getOut());
        long bytes = (long) megabytes << 20;
        load.run(2, 128 << 10, bytes);
        out.row("%8s %8s %10s", "frame KB", "streams", "MB/s");
        for (int kilobytes : FRAME_KILOBYTES) {
            for (int streams : STREAMS) {
                double rate = load.run(streams, kilobytes << 10, bytes);
                out.row("%8d %8d %10.0f", kilobytes, streams, rate / 1e6);
                out.flush();
            }
        }
    }
}
