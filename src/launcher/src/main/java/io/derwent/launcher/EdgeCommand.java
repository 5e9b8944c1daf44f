package io.derwent.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.derwent.edge.EdgeMain;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code derwent edge}: the hub, and what is asked of one that runs on this machine. */
@Command(
        name = "edge",
        description = "Runs the hub: local MQTT in, kept on disk, forwarded when there is a line.",
        footer = {
            "",
            "Environment, needed:",
            "  DERWENT_EDGE_DATA      directory of the queue",
            "  DERWENT_EDGE_GATEWAY   mqtts://host:port of the gateway (mqtt:// without TLS)",
            "  DERWENT_EDGE_USER      auth-id@tenant of the hub's device",
            "  DERWENT_EDGE_PASSWORD  its password",
            "Environment, with a default:",
            "  DERWENT_EDGE_CA        PEM file of the gateway's certificate authority",
            "  DERWENT_EDGE_MQTT      where devices publish to (127.0.0.1:1884)",
            "  DERWENT_EDGE_DEVICES   who may; needed if that is not this machine alone",
            "  DERWENT_EDGE_HTTP      the page (127.0.0.1:8089)",
            "  DERWENT_EDGE_FSYNC     always, or what a power cut may cost, such as 5s (always)",
            "  DERWENT_EDGE_QUEUE_BYTES, _DEAD_BYTES, _PAYLOAD_BYTES, _IN_FLIGHT  bounds"
        },
        subcommands = {
            EdgeCommand.StatusOf.class,
            EdgeCommand.DeadLetters.class,
            EdgeCommand.NewDevice.class,
        })
final class EdgeCommand extends ProcessCommand {
    private static final ObjectMapper JSON = new ObjectMapper();

    EdgeCommand() {
        super("io.derwent.edge.EdgeMain");
    }

    /** {@code derwent edge status}. */
    @Command(name = "status", description = "Asks the hub on this machine how it is. Exit code 3: it does not answer.")
    static final class StatusOf extends Asking {
        @Option(names = "--json", description = "Print one line of JSON.")
        boolean json;

        @Override
        public Integer call() throws IOException, InterruptedException {
            JsonNode status = ask("GET", "/status");
            if (json) {
                System.out.println(status);
            } else {
                status.properties()
                        .forEach(field -> System.out.printf(
                                "%-16s %s%n", field.getKey(), field.getValue().asText()));
            }
            return 0;
        }
    }

    /** {@code derwent edge dead-letters}. */
    @Command(
            name = "dead-letters",
            synopsisSubcommandLabel = "COMMAND",
            description = "Messages the gateway refused for good.",
            subcommands = {
                DeadLetters.ListThem.class,
                DeadLetters.Replay.class,
                DeadLetters.Discard.class,
            })
    static final class DeadLetters {
        private DeadLetters() {}

        @Command(name = "list", description = "Lists them, oldest first, the first 1,000.")
        static final class ListThem extends Asking {
            @Option(names = "--json", description = "Print one line of JSON.")
            boolean json;

            @Override
            public Integer call() throws IOException, InterruptedException {
                JsonNode letters = ask("GET", "/dead-letters");
                if (json) {
                    System.out.println(letters);
                    return 0;
                }
                for (JsonNode letter : letters.path("deadLetters")) {
                    System.out.printf(
                            "%s  %s  %s  %s %s%n",
                            letter.path("id").asText(),
                            letter.path("receivedAt").asText(),
                            letter.path("device").asText(),
                            letter.path("reasonCode").asText(),
                            letter.path("reason").asText());
                }
                return 0;
            }
        }

        @Command(name = "replay", description = "Puts them behind the queue again, once the cause is mended.")
        static final class Replay extends Changing {
            Replay() {
                super("replay", "put behind the queue");
            }
        }

        @Command(name = "discard", description = "Removes them for good.")
        static final class Discard extends Changing {
            Discard() {
                super("discard", "discarded");
            }
        }
    }

    /** {@code derwent edge new-device}. */
    @Command(
            name = "new-device",
            description = "Prints a line for the file DERWENT_EDGE_DEVICES on standard output, and the password the"
                    + " device is to be given on standard error.")
    static final class NewDevice implements Callable<Integer> {
        @Parameters(paramLabel = "DEVICE", description = "The device's id at the gateway.")
        String device = "";

        @Override
        public Integer call() {
            String[] lineAndPassword = EdgeMain.newDevice(device);
            System.err.println(device + " logs in with the password " + lineAndPassword[1]);
            System.out.println(lineAndPassword[0]);
            return 0;
        }
    }

    /** Asks a hub that runs. */
    abstract static class Asking implements Callable<Integer> {
        private static final Duration PATIENCE = Duration.ofSeconds(30);
        private static final int OK = 200;

        @Option(
                names = "--page",
                paramLabel = "HOST:PORT",
                defaultValue = "${DERWENT_EDGE_HTTP:-127.0.0.1:8089}",
                description = "The hub's page (${DEFAULT-VALUE}).")
        String page = "";

        JsonNode ask(String method, String path) throws IOException, InterruptedException {
            HttpRequest request = HttpRequest.newBuilder(at(path))
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .timeout(PATIENCE)
                    .header("Derwent-Edge", "command line")
                    .build();
            HttpResponse<String> response;
            try {
                response = HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new NoHub("No hub answers at http://%s; start one with ./derwent edge.".formatted(page), e);
            }
            JsonNode body;
            try {
                body = JSON.readTree(response.body());
            } catch (JsonProcessingException e) {
                throw new NoHub("What answers at http://%s is not a hub.".formatted(page), e);
            }
            if (response.statusCode() != OK) {
                throw new CannotStart("The hub answers: " + body.path("error").asText(response.body()));
            }
            return body;
        }

        private URI at(String path) {
            try {
                return URI.create("http://" + page + path);
            } catch (IllegalArgumentException e) {
                throw new BadEnvironment("--page is \"%s\", HOST:PORT is expected.".formatted(page));
            }
        }
    }

    /** Changes something at a hub that runs. */
    abstract static class Changing extends Asking {
        private final String verb;
        private final String done;

        @Option(names = "--all", description = "Every one of them.")
        boolean all;

        @Parameters(arity = "0..*", paramLabel = "ID", description = "Ids, as list shows them.")
        List<String> ids = new ArrayList<>();

        Changing(String verb, String done) {
            this.verb = verb;
            this.done = done;
        }

        @Override
        public Integer call() throws IOException, InterruptedException {
            if (all != ids.isEmpty()) {
                throw new BadEnvironment("Name dead letters by their ids, or say --all.");
            }
            int count = 0;
            for (String id : all ? List.of("all") : ids) {
                count += ask("POST", "/dead-letters/%s/%s".formatted(id, verb))
                        .path("count")
                        .asInt();
            }
            System.out.printf("%d %s%n", count, done);
            return count > 0 ? 0 : 1;
        }
    }

    /** Nothing answers where a hub is expected. */
    static final class NoHub extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoHub(String sentence, Throwable cause) {
            super(sentence, cause);
        }
    }
}
