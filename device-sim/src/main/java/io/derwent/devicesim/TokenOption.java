package io.derwent.devicesim;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The administrator's token. */
@SuppressWarnings("NullAway.Init") // picocli sets them
final class TokenOption {
    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            defaultValue = "${env:DERWENT_ADMIN_TOKEN:-}",
            description =
                    "the platform administrator's token; better given as DERWENT_ADMIN_TOKEN, which no process list"
                            + " shows")
    private String token;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** The token; whoever asks for it needs one. */
    String required() {
        if (token.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--token is missing, and DERWENT_ADMIN_TOKEN is not set");
        }
        return token;
    }
}
