package io.derwent.launcher.console;

import io.derwent.devicesim.api.ConsoleApi;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which console is asked, if any. */
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class ConsoleOptions {
    @Option(
            names = "--console",
            paramLabel = "URL",
            defaultValue = "${env:DERWENT_CONSOLE:-}",
            description = "The console to ask; or DERWENT_CONSOLE.")
    private String url;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            defaultValue = "${env:DERWENT_TOKEN:-}",
            description = "The token to ask with; better given as DERWENT_TOKEN, which no process list shows.")
    private String token;

    @Option(
            names = "--tenant",
            paramLabel = "TENANT",
            defaultValue = "${env:DERWENT_TENANT:-}",
            description = "Of which organisation, where the token is the platform administrator's; or DERWENT_TENANT.")
    private String tenant;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** The console; empty where neither address nor token is given. */
    public Optional<ConsoleApi> api() {
        if (url.isEmpty() != token.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    url.isEmpty()
                            ? "--console is missing: a token says not whom to ask"
                            : "--token is missing: the console at %s tells only whom it knows".formatted(url));
        }
        if (url.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ConsoleApi(url, token));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--console: " + e.getMessage(), e);
        }
    }

    /** The organisation asked about; empty where the token is one's. */
    public Optional<String> tenant() {
        return Optional.of(tenant).filter(one -> !one.isEmpty());
    }
}
