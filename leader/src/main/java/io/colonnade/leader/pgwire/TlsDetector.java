package io.colonnade.leader.pgwire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;

import java.util.List;

/**
 * First in the pipeline: a client that starts with a TLS handshake, without asking first, gets it.
 * Looks at one byte and leaves. Runs on the event loop.
 */
final class TlsDetector extends ByteToMessageDecoder {
    /** Content type of TLS handshake records; startup messages begin with a zero byte. */
    private static final byte HANDSHAKE = 0x16;

    private final TlsContext tls;

    TlsDetector(TlsContext tls) {
        this.tls = tls;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (!in.isReadable()) {
            return;
        }
        if (in.getByte(in.readerIndex()) == HANDSHAKE) {
            context.pipeline()
                    .addAfter(
                            context.name(),
                            ConnectionHandler.TLS_HANDLER,
                            tls.newHandler(context.alloc()));
        }
        context.pipeline().remove(this);
    }
}
