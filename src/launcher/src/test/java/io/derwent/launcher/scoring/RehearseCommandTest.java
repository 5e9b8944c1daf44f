package io.derwent.launcher.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.derwent.launcher.lines.Run;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class RehearseCommandTest {
    private static final String ANSWER = """
            {"words":["In the last 30 days …"],"perDay":[{"day":"2026-11-20","before":0,"after":0},
             {"day":"2026-11-21","before":1,"after":0}],"added":[],
             "lost":[{"rule":"BP-03","severity":"red","raisedAt":"2026-11-21T08:00:00Z","outcome":"sent_to_hospital"}]}
            """.replace("\n", "");

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Queue<String> answers = new ConcurrentLinkedQueue<>();
    private HttpServer server;
    private String url;
    private int status = 200;

    @TempDir
    Path directory = Path.of("");

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath() + " " + body + " "
                            + exchange.getRequestHeaders().getFirst("Derwent-Tenant"));
            byte[] answer = Optional.ofNullable(answers.poll())
                    .map(text -> text.replace('\'', '"'))
                    .orElse(ANSWER)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aPatientsPlanIsRehearsedAndWhatWouldBeLostIsNamed() throws IOException {
        Run run = new Run(new RehearseCommand(), arguments("--patient", "p-1", "--days", "60", "--tenant", "derby"));

        assertThat(run.code).as(run.err()).isZero();
        assertThat(asked)
                .containsExactly("POST /api/v1/patients/p-1/care-plan/rehearsal"
                        + " {\"pathway\":\"hypertension\",\"days\":60} derby");
        assertThat(run.lines())
                .containsExactly(
                        "In the last 30 days …",
                        "lost  BP-03 red, raised 2026-11-21T08:00:00Z, closed as sent_to_hospital",
                        "day         now  then",
                        "2026-11-21    1     0");
    }

    @Test
    void aCaseloadIsStartedAndLookedAtUntilItIsDone() throws IOException {
        answers.addAll(List.of(
                "{'id':'run-1','state':'waiting','patients':2,'looked':0}",
                "{'id':'run-1','state':'running','patients':2,'looked':1}",
                "{'id':'run-1','state':'done','patients':2,'looked':2,'result':{'words':['So it was.'],"
                        + "'perDay':[{'of':'2026-11-21','before':1,'after':0}],'gained':{'all':0,'items':[]},"
                        + "'leftOut':[{'patient':'p-2','words':'Nothing was measured.'}],"
                        + "'lost':{'all':9,'more':true,'items':[{'patient':'p-1','rule':'BP-03','severity':'red',"
                        + "'raisedAt':'2026-11-21T08:00:00Z','outcome':'sent_to_hospital'}]}}}"));

        Run run = new Run(new RehearseCommand(), arguments("--pathway", "hypertension"));

        assertThat(run.code).as(run.err()).isZero();
        assertThat(asked)
                .extracting(line -> line.replaceFirst("(?s)^(\\S+ \\S+).*", "$1"))
                .containsExactly(
                        "POST /api/v1/pathways/hypertension/rehearsal",
                        "GET /api/v1/rehearsals/run-1",
                        "GET /api/v1/rehearsals/run-1");
        assertThat(run.lines())
                .containsExactly(
                        "So it was.",
                        "lost p-1  BP-03 red, raised 2026-11-21T08:00:00Z, closed as sent_to_hospital",
                        "lost: 1 of 9 are listed",
                        "left out p-2: Nothing was measured.",
                        "day         now  then",
                        "2026-11-21    1     0");
    }

    @Test
    void aCaseloadThatFailsOrIsCancelledIsNoAnswer() throws IOException {
        answers.add("{'id':'run-1','state':'failed','failed':'the database does not answer'}");
        answers.add("{'id':'run-1','state':'cancelled'}");

        Run failed = new Run(new RehearseCommand(), arguments("--pathway", "hypertension", "--json"));
        Run cancelled = new Run(new RehearseCommand(), arguments("--pathway", "hypertension", "--json"));

        assertThat(failed.code).isEqualTo(1);
        assertThat(failed.err()).contains("the database does not answer");
        assertThat(cancelled.code).isEqualTo(1);
        assertThat(cancelled.err()).contains("cancelled");
    }

    @Test
    void aConsoleThatRefusesAndOneThatIsNotThereAreToldApart() throws IOException {
        status = 404;
        Run refused = new Run(new RehearseCommand(), arguments("--patient", "p-1"));
        stop();
        Run nobody = new Run(new RehearseCommand(), arguments("--patient", "p-1"));

        assertThat(refused.code).isEqualTo(1);
        assertThat(refused.err()).contains("404");
        assertThat(nobody.code).isEqualTo(3);
        assertThat(nobody.err()).contains("nobody answers there");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "no JSON | {'pathway' | plan.json",
                "an array | [] | is not a JSON object",
            })
    void aPlanThatCannotBeReadIsAUsageError(String name, String plan, String sentence) throws IOException {
        Path file = directory.resolve("plan.json");
        Files.writeString(file, plan.replace('\'', '"'));

        Run run = new Run(
                new RehearseCommand(), "--patient", "p", "--plan", file.toString(), "--console", url, "--token", "t");

        assertThat(run.code).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(run.err()).contains(sentence);
    }

    @Test
    void whomItIsAboutIsOnePatientOrOnePathway() throws IOException {
        assertThat(new Run(new RehearseCommand(), arguments()).code).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(new Run(new RehearseCommand(), arguments("--patient", "p", "--pathway", "copd")).code)
                .isEqualTo(CommandLine.ExitCode.USAGE);
    }

    private String[] arguments(String... more) throws IOException {
        Path file = directory.resolve("plan.json");
        Files.writeString(file, "{\"pathway\":\"hypertension\"}");
        List<String> all = new ArrayList<>(List.of("--plan", file.toString(), "--console", url, "--token", "t"));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }
}
