package io.colonnade.leader.pgwire;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.ssl.SslHandler;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetSocketAddress;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * One client on its event loop: answers encryption requests and cancel requests, starts the
 * connection's thread at the startup message, and from then on only passes messages on.
 */
final class ConnectionHandler extends SimpleChannelInboundHandler<FrontendMessage> {
    static final String TLS_HANDLER = "tls";

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionHandler.class);

    private final PgServer server;
    private final FrontendDecoder decoder;
    private Outlet outlet;
    private Inbox inbox;
    private ClientConnection connection;
    private Future<?> loginTimeout;

    ConnectionHandler(PgServer server, FrontendDecoder decoder) {
        this.server = server;
        this.decoder = decoder;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        Channel channel = context.channel();
        outlet = new Outlet(channel);
        inbox =
                new Inbox(
                        () -> channel.config().setAutoRead(false),
                        () -> channel.config().setAutoRead(true));
        loginTimeout =
                context.executor()
                        .schedule(
                                () -> channel.close(),
                                server.config().authenticationTimeout().toMillis(),
                                TimeUnit.MILLISECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FrontendMessage message) {
        switch (message) {
            case FrontendMessage.TlsRequest request -> answerTls(context);
            case FrontendMessage.GssRequest request -> answer(context, 'N');
            case FrontendMessage.Cancel cancel -> {
                server.cancel(cancel.processId(), cancel.key());
                context.close();
            }
            case FrontendMessage.Startup startup -> start(context, startup);
            case FrontendMessage.Malformed malformed when connection == null -> {
                ClientWriter writer = new ClientWriter(outlet);
                writer.error("FATAL", malformed.error());
                writer.flush();
                outlet.closeAfterWrites();
            }
            default -> inbox.put(message);
        }
    }

    private void answerTls(ChannelHandlerContext context) {
        boolean possible = server.tls() != null && context.pipeline().get(TLS_HANDLER) == null;
        answer(context, possible ? 'S' : 'N');
        if (possible) {
            context.pipeline().addFirst(TLS_HANDLER, server.tls().newHandler(context.alloc()));
        }
    }

    private static void answer(ChannelHandlerContext context, char code) {
        context.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {(byte) code}));
    }

    private void start(ChannelHandlerContext context, FrontendMessage.Startup startup) {
        boolean encrypted = context.pipeline().get(TLS_HANDLER) instanceof SslHandler;
        ClientConnection.Peer peer =
                new ClientConnection.Peer(
                        (InetSocketAddress) context.channel().remoteAddress(),
                        encrypted ? server.tls().channelBinding() : null);
        connection =
                new ClientConnection(server, startup, peer, inbox, outlet, this::authenticated);
        Thread.ofVirtual().name("client " + peer.address()).start(connection);
    }

    /** Called on the connection's thread before the client learns that it is in. */
    private void authenticated() {
        decoder.setAuthenticated();
        loginTimeout.cancel(false);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        outlet.signal();
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        loginTimeout.cancel(false);
        inbox.close();
        outlet.signal();
        if (connection != null) {
            connection.clientGone();
        }
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("connection of {} failed", context.channel().remoteAddress(), cause);
        context.close();
    }
}
