package io.derwent.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What must be right before anything starts; each check says what is wrong in one sentence, with a way out. */
final class Preflight {
    private static final long NEEDED_BYTES = 1L << 30;
    private static final int OLDEST_JAVA = 17;
    private static final int NEWEST_JAVA = 21;

    private Preflight() {}

    /** @throws CannotStart if this JDK is not one Derwent runs on */
    static void javaVersion(int feature) {
        if (feature < OLDEST_JAVA || feature > NEWEST_JAVA) {
            throw new CannotStart("This is Java %d, Derwent runs on %d to %d; set JAVA_HOME to one of them."
                    .formatted(feature, OLDEST_JAVA, NEWEST_JAVA));
        }
    }

    /** @throws CannotStart if the directory's disk has less than 1 GiB left */
    static void diskSpace(Path directory) throws IOException {
        long free = Files.getFileStore(directory).getUsableSpace();
        if (free < NEEDED_BYTES) {
            throw new CannotStart("Only %d MB are free for %s, at least %d MB are needed; free some, or choose another"
                            .formatted(free >> 20, directory, NEEDED_BYTES >> 20)
                    + " directory with --data DIR.");
        }
    }

    /** @throws CannotStart if something listens on a port we need */
    static void portsFree(Map<String, Integer> needed) {
        for (Map.Entry<String, Integer> port : needed.entrySet()) {
            if (!isFree(port.getValue())) {
                throw new CannotStart(
                        "Port %d (%s) is in use; stop what uses it, or choose other ports with --port-base N"
                                        .formatted(port.getValue(), port.getKey())
                                + " (10 ports from N on, for instance --port-base 21000).");
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
