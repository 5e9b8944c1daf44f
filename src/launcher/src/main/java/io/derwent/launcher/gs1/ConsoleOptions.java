package io.derwent.launcher.gs1;

import io.derwent.devicesim.api.ConsoleApi;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which console is asked, if any. */
@SuppressWarnings("NullAway.Init") // picocli sets them
final class ConsoleOptions {
    @Option(
            names = "--console",
            paramLabel = "URL",
            defaultValue = "${env:DERWENT_CONSOLE:-}",
            description = "Ask the console there which equipment it is; or DERWENT_CONSOLE.")
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
            description = "Whose equipment, where the token is the platform administrator's; or DERWENT_TENANT.")
    private String tenant;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** The equipment of that console; empty where neither address nor token is given. */
    Optional<KnownEquipment> equipment() {
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
            return Optional.of(new KnownEquipment(
                    new ConsoleApi(url, token), Optional.of(tenant).filter(one -> !one.isEmpty())));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--console: " + e.getMessage(), e);
        }
    }
}
