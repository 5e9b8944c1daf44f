package io.derwent.launcher;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where this user's files go, by the XDG base directory specification.
 *
 * @param state throw-away installations of the demo
 * @param cache what can be made again: PostgreSQL's programs
 */
record UserDirectories(Path state, Path cache) {

    static UserDirectories from(Map<String, String> environment) {
        Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
        return new UserDirectories(
                base(environment, "XDG_STATE_HOME", home.resolve(".local/state"))
                        .resolve("derwent"),
                base(environment, "XDG_CACHE_HOME", home.resolve(".cache")).resolve("derwent"));
    }

    /** Where PostgreSQL's programs are unpacked. */
    Path postgresPrograms() {
        return cache.resolve("postgresql");
    }

    private static Path base(Map<String, String> environment, String name, Path otherwise) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? otherwise : Path.of(value);
    }
}
