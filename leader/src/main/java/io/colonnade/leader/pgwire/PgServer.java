package io.colonnade.leader.pgwire;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.leader.session.Session;
import io.colonnade.leader.session.SessionBackend;
import io.colonnade.leader.session.SessionRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;

import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The PostgreSQL front end: listens, and serves sessions of the backend until closed. Starts and
 * stops on its owner's thread.
 */
public final class PgServer implements AutoCloseable {
    /** Framing and copying to sockets is little work beside the queries. */
    private static final int EVENT_LOOPS = 2;

    /** The client's thread waits above the high mark until the low one is reached. */
    private static final WriteBufferWaterMark WATER_MARK =
            new WriteBufferWaterMark(256 << 10, 1 << 20);

    private static final int BACKLOG = 1024;

    /** Connections beyond the sessions: those that log in, cancel, or are about to be refused. */
    private static final int CHANNEL_LIMIT = 20_000;

    private static final long CLOSE_SECONDS = 5;

    /** Statements that run get this long to notice that the server stops. */
    private static final Duration GOODBYE = Duration.ofSeconds(5);

    private final PgServerConfig config;
    private final SessionBackend backend;
    private final SessionRegistry registry;
    private final TlsContext tls;
    private final Authentication authentication;
    private final CancelKeys cancelKeys;
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private MultiThreadIoEventLoopGroup loops;
    private Channel listener;

    public PgServer(PgServerConfig config, SessionBackend backend, SessionRegistry registry) {
        this.config = config;
        this.backend = backend;
        this.registry = registry;
        tls = config.tls() == null ? null : TlsContext.load(config.tls());
        authentication = new Authentication(backend, config.plaintextFromAfar());
        cancelKeys = new CancelKeys(authentication.random());
    }

    /** Starts to listen; a port in use or an unknown address is reported in one line. */
    public PgServer start() {
        loops =
                new MultiThreadIoEventLoopGroup(
                        EVENT_LOOPS,
                        new DefaultThreadFactory("pgwire", true),
                        NioIoHandler.newFactory());
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(loops)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.SO_KEEPALIVE, true)
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                        .childHandler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        accept(channel);
                                    }
                                });
        ChannelFuture bound = bootstrap.bind(new InetSocketAddress(config.host(), config.port()));
        bound.awaitUninterruptibly();
        if (!bound.isSuccess()) {
            loops.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
            throw cannotListen(bound.cause());
        }
        listener = bound.channel();
        return this;
    }

    private ColonnadeException cannotListen(Throwable cause) {
        String where = "port " + config.port() + " on " + config.host();
        String message =
                cause instanceof BindException && String.valueOf(cause.getMessage()).contains("use")
                        ? where + " is already in use: stop the other server or choose --port"
                        : "cannot listen on " + where + ": " + cause.getMessage();
        return new ColonnadeException(ErrorCode.IO_ERROR, message, cause);
    }

    /** Sets up the pipeline of one client; on its event loop. */
    void accept(Channel channel) {
        if (channels.size() >= CHANNEL_LIMIT) {
            channel.close();
            return;
        }
        channels.add(channel);
        if (tls != null) {
            channel.pipeline().addLast(new TlsDetector(tls));
        }
        FrontendDecoder decoder = new FrontendDecoder(config.messageLimitBytes());
        channel.pipeline().addLast(decoder, new ConnectionHandler(this, decoder));
    }

    /** The port that it listens on. */
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    PgServerConfig config() {
        return config;
    }

    SessionBackend backend() {
        return backend;
    }

    SessionRegistry registry() {
        return registry;
    }

    Authentication authentication() {
        return authentication;
    }

    CancelKeys cancelKeys() {
        return cancelKeys;
    }

    /** Null without a certificate. */
    TlsContext tls() {
        return tls;
    }

    /** A CancelRequest; wrong keys are ignored, and nothing is answered either way. */
    void cancel(int processId, byte[] key) {
        Session session = cancelKeys.find(processId, key);
        if (session != null) {
            session.cancel(
                    new ColonnadeException(
                            ErrorCode.QUERY_CANCELED, "canceling statement due to user request"));
        }
    }

    /** Stops listening, ends all sessions and waits a moment for their goodbyes. */
    @Override
    public void close() {
        if (listener != null) {
            listener.close().awaitUninterruptibly();
        }
        registry.terminateAll();
        if (loops != null) {
            registry.awaitClosed(GOODBYE);
            channels.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
            loops.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }
}
