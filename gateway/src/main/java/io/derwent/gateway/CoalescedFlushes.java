package io.derwent.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.transport.Transport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Vert.x's NIO transport, except that what an accepted socket is sent in one round of its event loop leaves in one system
 * call. Vert.x flushes each PUBACK by itself when it is not reading, and those flushes were two fifths of the event loop's
 * time; an answer waits for nothing but the others that are ready. See docs/adr/0014.
 */
final class CoalescedFlushes implements Transport {
    private static final int FLUSHES_AT_MOST = FlushConsolidationHandler.DEFAULT_EXPLICIT_FLUSH_AFTER_FLUSHES;

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

    /** Nearest to the socket, so that it is below TLS as well. */
    private static final class Acceptor extends NioServerSocketChannel {
        @Override
        protected int doReadMessages(List<Object> accepted) throws Exception {
            int before = accepted.size();
            int count = super.doReadMessages(accepted);
            accepted.subList(before, accepted.size())
                    .forEach(channel -> ((Channel) channel)
                            .pipeline()
                            .addFirst(new FlushConsolidationHandler(FLUSHES_AT_MOST, true)));
            return count;
        }
    }
}
