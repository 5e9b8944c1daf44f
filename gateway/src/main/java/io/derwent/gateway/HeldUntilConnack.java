package io.derwent.gateway;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Holds what a client sends behind its CONNECT until its CONNACK is out: it need not wait for that (MQTT 3.1.1 §3.1.4, MQTT 5
 * §3.1.4), while vertx-mqtt closes a connection on any packet that comes before. Stands between the decoder and Vert.x, and
 * leaves once the client is in. One per connection, on its event loop.
 *
 * <p>Bounded: with {@value #HELD_BEFORE_PAUSE} packets held it reads no more from the socket.
 */
final class HeldUntilConnack extends ChannelDuplexHandler {
    private static final int HELD_BEFORE_PAUSE = 16;

    private final Queue<Object> held = new ArrayDeque<>();
    private boolean isConnecting;

    @Override
    public void channelRead(ChannelHandlerContext context, Object packet) {
        if (!isConnecting) {
            isConnecting = true;
            context.fireChannelRead(packet);
            return;
        }
        held.add(packet);
        if (held.size() == HELD_BEFORE_PAUSE) {
            context.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object packet, ChannelPromise promise) {
        var unused = context.write(packet, promise);
        if (packet instanceof MqttConnAckMessage connack
                && connack.variableHeader().connectReturnCode() == MqttConnectReturnCode.CONNECTION_ACCEPTED) {
            context.executor().execute(() -> letThrough(context)); // Vert.x is still in the middle of accepting
        }
    }

    private void letThrough(ChannelHandlerContext context) {
        if (context.isRemoved()) {
            return;
        }
        boolean any = !held.isEmpty();
        Object packet;
        while ((packet = held.poll()) != null) {
            context.fireChannelRead(packet);
        }
        if (any) {
            context.fireChannelReadComplete();
        }
        context.channel().config().setAutoRead(true);
        context.pipeline().remove(this);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        held.forEach(ReferenceCountUtil::release);
        held.clear();
    }
}
