package io.derwent.devicesim;

import io.derwent.devicesim.api.ConsoleApi;
import picocli.CommandLine.Option;

/** Where the console is. */
@SuppressWarnings("NullAway.Init") // picocli sets them
final class ConsoleOptions {
    @Option(
            names = "--console",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080",
            description = "the console (${DEFAULT-VALUE})")
    private String url;

    ConsoleApi api(TokenOption token) {
        return new ConsoleApi(url, token.required());
    }
}
