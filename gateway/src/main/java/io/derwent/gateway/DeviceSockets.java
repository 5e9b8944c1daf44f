package io.derwent.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.transport.Transport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Vert.x's NIO transport, with two things that vertx-mqtt has no option for (docs/adr/0014) in each accepted socket:
 *
 * <ul>
 *   <li>What one round of the event loop writes to a socket leaves in one system call. Vert.x flushes each PUBACK by itself
 *       when it is not reading, and those flushes were two fifths of the event loop's time; an answer waits for nothing but
 *       the others that are ready.
 *   <li>What a client sends behind its CONNECT is {@linkplain HeldUntilConnack held} until its CONNACK is out.
 * </ul>
 */
final class DeviceSockets implements Transport {
    private static final int FLUSHES_AT_MOST = FlushConsolidationHandler.DEFAULT_EXPLICIT_FLUSH_AFTER_FLUSHES;
    private static final String DECODER = "mqttDecoder";

    @Override
    public String name() {
        return NIO.name();
    }

    @Override
    public boolean available() {
        return NIO.available();
    }

    @Override
    public @Nullable Throwable unavailabilityCause() {
        return NIO.unavailabilityCause();
    }

    @Override
    public io.vertx.core.spi.transport.Transport implementation() {
        return new NioTransport() {
            @Override
            public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
                return domainSocket ? super.serverChannelFactory(true) : Acceptor::new;
            }
        };
    }

    private static final class Acceptor extends NioServerSocketChannel {
        @Override
        protected int doReadMessages(List<Object> accepted) throws Exception {
            int before = accepted.size();
            int count = super.doReadMessages(accepted);
            accepted.subList(before, accepted.size())
                    .forEach(channel -> ((Channel) channel)
                            .pipeline()
                            .addFirst(new FlushConsolidationHandler(FLUSHES_AT_MOST, true), new Doorkeeper()));
            return count;
        }
    }

    /**
     * Puts the place where packets are held behind the decoder once that is there: with TLS, after the handshake. Leaves with
     * the first bytes it sees a decoder for; a socket of the management port never has one.
     *
     * <p>With TLS it has to stand behind the decryption: a client sends its CONNECT along with the end of the handshake, and
     * when both come in one read there is no decoder before they are decrypted.
     */
    private static final class Doorkeeper extends ChannelInboundHandlerAdapter {
        private boolean isBehindTls;

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            ChannelPipeline pipeline = context.pipeline();
            @Nullable ChannelHandlerContext tls = isBehindTls ? null : pipeline.context(SslHandler.class);
            if (tls != null) {
                Doorkeeper behind = new Doorkeeper();
                behind.isBehindTls = true;
                pipeline.addAfter(tls.name(), null, behind);
                pipeline.remove(this);
            } else if (pipeline.get(DECODER) != null) {
                pipeline.addAfter(DECODER, null, new HeldUntilConnack());
                pipeline.remove(this);
            }
            context.fireChannelRead(bytes);
        }
    }
}
