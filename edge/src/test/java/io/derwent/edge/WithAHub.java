package io.derwent.edge;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Each test has a hub that runs, and a gateway that takes nothing until it is opened. */
@SuppressWarnings("NullAway.Init")
abstract class WithAHub {
    @TempDir
    Path directory = Path.of("");

    SocketGateway gateway;
    RunningHub hub;

    @BeforeEach
    void open() throws Exception {
        gateway = new SocketGateway();
        hub = new RunningHub(directory.resolve("data"), gateway, Map.of());
    }

    @AfterEach
    void close() throws Exception {
        hub.close();
        gateway.close();
    }
}
