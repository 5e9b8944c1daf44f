package io.derwent.devicesim.load;

import io.derwent.devicesim.link.Login;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Publishes from many connections with one event loop and measures PUBLISH to PUBACK. Blocks the caller until it is over.
 *
 * <p>In a closed loop every connection keeps its k messages in flight. With a rate, messages are due evenly spaced whatever
 * the server does, and a message's latency counts from when it was due (no coordinated omission).
 */
public final class LoadGenerator {
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(20);
    private static final Duration LAST_ANSWERS_PATIENCE = Duration.ofSeconds(3);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);
    private static final int CONNECTING_AT_A_TIME = 50;
    private static final int LARGEST_CONNACK = 8192;
    private static final int DEFAULT_RECEIVE_MAXIMUM = 65_535;
    private static final int RECEIVE_MAXIMUM_PROPERTY = 0x21;
    private static final double NANOS_PER_SECOND = 1e9;

    private final LoadPlan plan;
    private final LoadRun run;
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final List<LoadConnection> connections = new ArrayList<>();

    private LoadGenerator(LoadPlan plan) {
        this.plan = plan;
        this.run = new LoadRun(plan.ratePerSecond().isEmpty(), plan.start());
    }

    /**
     * Connects, loads, and reports.
     *
     * @throws LoadFailed           if a connection is refused, or lost on the way
     * @throws InterruptedException if the caller is being stopped
     */
    public static LoadReport run(LoadPlan plan) throws LoadFailed, InterruptedException {
        LoadGenerator generator = new LoadGenerator(plan);
        try {
            generator.connectAll();
            return generator.load();
        } finally {
            generator.group.shutdownGracefully(0, 1, TimeUnit.SECONDS).await(2, TimeUnit.SECONDS);
        }
    }

    private void connectAll() throws LoadFailed, InterruptedException {
        for (int first = 0; first < plan.logins().size(); first += CONNECTING_AT_A_TIME) {
            int end = Math.min(first + CONNECTING_AT_A_TIME, plan.logins().size());
            List<CompletableFuture<LoadConnection>> connecting = new ArrayList<>();
            for (int number = first; number < end; number++) {
                connecting.add(connect(plan.logins().get(number), number));
            }
            for (CompletableFuture<LoadConnection> one : connecting) {
                connections.add(await(one));
            }
        }
    }

    private static LoadConnection await(CompletableFuture<LoadConnection> connecting)
            throws LoadFailed, InterruptedException {
        try {
            return connecting.get(CONNECT_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new LoadFailed("a connection could not be made: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new LoadFailed("no CONNACK within " + CONNECT_PATIENCE, e);
        }
    }

    private CompletableFuture<LoadConnection> connect(Login login, int number) {
        CompletableFuture<LoadConnection> connected = new CompletableFuture<>();
        ChannelFuture unused = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(MqttEncoder.INSTANCE)
                                .addLast(new MqttDecoder(LARGEST_CONNACK))
                                .addLast(new Greeting(login, number, connected));
                    }
                })
                .connect(plan.host(), plan.port())
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        connected.completeExceptionally(done.cause());
                    }
                });
        return connected;
    }

    /** Sends CONNECT, waits for CONNACK, then leaves the channel to the connection. */
    private final class Greeting extends SimpleChannelInboundHandler<MqttMessage> {
        private final Login login;
        private final int number;
        private final CompletableFuture<LoadConnection> connected;

        Greeting(Login login, int number, CompletableFuture<LoadConnection> connected) {
            this.login = login;
            this.number = number;
            this.connected = connected;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            MqttMessageBuilders.ConnectBuilder connect = MqttMessageBuilders.connect()
                    .protocolVersion(MqttVersion.MQTT_5)
                    .clientId("load-%d-%d".formatted(plan.start().toEpochMilli(), number))
                    .cleanSession(true)
                    .keepAlive(0);
            if (!login.authId().isEmpty()) {
                connect.hasUser(true)
                        .hasPassword(true)
                        .username(login.userName())
                        .password(login.password().getBytes(StandardCharsets.UTF_8));
            }
            ChannelFuture unused = context.writeAndFlush(connect.build());
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, MqttMessage message) {
            if (!(message instanceof MqttConnAckMessage connack)) {
                return;
            }
            MqttConnectReturnCode code = connack.variableHeader().connectReturnCode();
            if (code != MqttConnectReturnCode.CONNECTION_ACCEPTED) {
                connected.completeExceptionally(new LoadFailed("CONNECT of %s: %s".formatted(login, code)));
                ChannelFuture unused = context.close();
                return;
            }
            LoadConnection connection =
                    new LoadConnection(context.channel(), run, plan, number, receiveMaximum(connack));
            context.pipeline().addLast(new AckReader(connection)).addLast(new FlushAfterRead(connection));
            context.pipeline().remove(MqttEncoder.INSTANCE);
            context.pipeline().remove(MqttDecoder.class);
            context.pipeline().remove(this);
            connected.complete(connection);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            connected.completeExceptionally(new LoadFailed("closed before CONNACK, as %s".formatted(login)));
        }

        private int receiveMaximum(MqttConnAckMessage connack) {
            MqttProperty<?> announced = connack.variableHeader().properties().getProperty(RECEIVE_MAXIMUM_PROPERTY);
            return announced instanceof IntegerProperty maximum ? maximum.value() : DEFAULT_RECEIVE_MAXIMUM;
        }
    }

    /** What the acknowledgements of one read let go leaves in one write. */
    private static final class FlushAfterRead extends io.netty.channel.ChannelInboundHandlerAdapter {
        private final LoadConnection connection;

        FlushAfterRead(LoadConnection connection) {
            this.connection = connection;
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            connection.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            ChannelFuture unused = context.close();
        }
    }

    private LoadReport load() throws LoadFailed, InterruptedException {
        Pacer pacer = new Pacer();
        onLoop(() -> {
            if (run.isClosedLoop()) {
                connections.forEach(LoadConnection::fill);
            } else {
                pacer.start();
            }
        });
        pause(plan.warmUp());
        long begin = System.nanoTime();
        onLoop(run::startCounting);
        pause(plan.length());
        double[] seconds = new double[1];
        onLoop(() -> {
            run.stopSending();
            pacer.stop();
            seconds[0] = (System.nanoTime() - begin) / NANOS_PER_SECOND;
            if (plan.ratePerSecond().isEmpty()) {
                run.stopCounting(); // what is answered after the end would flatter a closed loop's rate
            }
        });
        awaitLastAnswers();
        LoadReport report = onLoop(() -> run.report(plan, connections, seconds[0]));
        int lost = onLoop(run::lostConnections);
        onLoop(() -> connections.forEach(LoadConnection::close));
        if (lost > 0) {
            throw new LoadFailed("%d of %d connections were lost".formatted(lost, connections.size()));
        }
        return report;
    }

    private void awaitLastAnswers() throws InterruptedException, LoadFailed {
        long end = System.nanoTime() + LAST_ANSWERS_PATIENCE.toNanos();
        while (System.nanoTime() < end
                && onLoop(() -> connections.stream()
                                .mapToInt(LoadConnection::unanswered)
                                .sum())
                        > 0) {
            pause(BETWEEN_LOOKS);
        }
    }

    private static void pause(Duration length) throws InterruptedException {
        Thread.sleep(length.toMillis());
    }

    private void onLoop(Runnable task) throws InterruptedException, LoadFailed {
        result(loop.submit(task));
    }

    private <T> T onLoop(java.util.concurrent.Callable<T> task) throws InterruptedException, LoadFailed {
        return result(loop.submit(task));
    }

    private static <T> T result(Future<T> task) throws InterruptedException, LoadFailed {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new LoadFailed("the load broke: " + e.getCause(), e);
        }
    }

    /** Offers messages evenly spaced, connection after connection. */
    private final class Pacer implements Runnable {
        private final double nanosBetween =
                NANOS_PER_SECOND / plan.ratePerSecond().orElse(1);
        private long startedAt;
        private long offered;
        private boolean stopped;

        void start() {
            startedAt = System.nanoTime();
            run();
        }

        void stop() {
            stopped = true;
        }

        @Override
        public void run() {
            if (stopped) {
                return;
            }
            long now = System.nanoTime();
            for (long due = next(); due <= now; due = next()) {
                connections.get((int) (offered % connections.size())).offer(due);
                offered++;
            }
            Future<?> unused = loop.schedule(this, Math.max(50_000, next() - System.nanoTime()), TimeUnit.NANOSECONDS);
        }

        private long next() {
            return startedAt + (long) (offered * nanosBetween);
        }
    }
}
