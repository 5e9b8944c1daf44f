package io.derwent.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A child for tests: {@code stays FILE} makes the file and stays, {@code fails FILE} ends at once. */
public final class PretendPart {
    private PretendPart() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments[0].equals("fails")) {
            throw new IllegalStateException("this part cannot work");
        }
        Files.writeString(Path.of(arguments[1]), "up");
        Thread.currentThread().join();
    }
}
