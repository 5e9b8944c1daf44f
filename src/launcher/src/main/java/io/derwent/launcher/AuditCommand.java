package io.derwent.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.derwent.store.AuditChain;
import io.derwent.store.AuditChain.Finding;
import io.derwent.store.AuditChain.Head;
import io.derwent.store.AuditChain.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code derwent audit}: whether the audit is as it was written. */
@Command(
        name = "audit",
        synopsisSubcommandLabel = "COMMAND",
        description = "Whether the audit is as it was written.",
        subcommands = {AuditCommand.Verify.class})
final class AuditCommand {
    private AuditCommand() {}

    /** {@code derwent audit verify}. */
    @Command(
            name = "verify",
            description = {
                "Reads the whole audit and works its chain of hashes out again, by itself: what was changed, taken away or put in"
                        + " since it was sealed is named.",
                "The end of the chain is printed as NUMBER:HASH. Keep it elsewhere and give it back with --head, to see whether the"
                        + " end was cut off; consoles write it to their logs too.",
                "The database is that of --data, which may run or not, or else DERWENT_DB_URL, DERWENT_DB_USER and"
                        + " DERWENT_DB_PASSWORD of the owner.",
                "Exit code 0: it is whole; 1: it is not; 2: a mistake in the command."
            })
    static final class Verify implements Callable<Integer> {
        private static final Pattern HEAD = Pattern.compile("([0-9]{1,18}):([0-9a-f]{64})");

        @Option(names = "--data", paramLabel = "DIR", description = "The installation's data directory.")
        private @Nullable Path data;

        @Option(
                names = "--head",
                paramLabel = "NUMBER:HASH",
                description = "An end the chain once had; any number of them.")
        private List<String> heads = new ArrayList<>();

        @Option(names = "--json", description = "Print one line of JSON.")
        private boolean json;

        @Override
        public Integer call() throws IOException, SQLException {
            List<Head> kept = heads.stream().map(Verify::head).toList();
            Verification verified = data == null ? verifyExternal(kept) : verifyOwn(data, kept);
            System.out.println(json ? line(verified) : text(verified));
            return verified.isWhole() ? 0 : 1;
        }

        private static Head head(String text) {
            Matcher matcher = HEAD.matcher(text);
            if (!matcher.matches()) {
                throw new BadEnvironment(
                        "--head is \"%s\", NUMBER:HASH is expected, as audit verify prints it.".formatted(text));
            }
            return new Head(Long.parseLong(matcher.group(1)), matcher.group(2));
        }

        private static Verification verifyExternal(List<Head> kept) throws SQLException {
            StackConfig.ExternalServers.Database database = StackConfig.ExternalServers.from(System.getenv())
                    .database()
                    .orElseThrow(() -> new BadEnvironment(
                            "Neither --data nor DERWENT_DB_URL says which database; name one of them."));
            return verify(database.url(), database.user(), database.password(), kept);
        }

        private static Verification verifyOwn(Path data, List<Head> kept) throws IOException, SQLException {
            InstalledDatabase installed = new InstalledDatabase(data);
            return installed.asOwner((url, user, password) -> verify(url, user, password, kept));
        }

        private static Verification verify(String url, String user, String password, List<Head> kept)
                throws SQLException {
            try (Connection connection = DriverManager.getConnection(url, user, password);
                    Statement statement = connection.createStatement()) {
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                connection.setAutoCommit(false);
                connection.setReadOnly(true);
                statement.execute("set local search_path = derwent, public");
                statement.execute("set local derwent.retention = 'on'");
                return AuditChain.verify(connection, kept, Instant.now());
            }
        }

        private static String line(Verification verified) {
            Map<String, Object> view = new LinkedHashMap<>();
            view.put("whole", verified.isWhole());
            view.put("seals", verified.seals());
            view.put("entries", verified.entries());
            view.put("pending", verified.pending());
            view.put("before", verified.before());
            view.put("gone", verified.gone());
            verified.cut().ifPresent(cut -> view.put("cut", cut.toString()));
            view.put("head", verified.head().number() + ":" + verified.head().hash());
            view.put(
                    "findings",
                    verified.findings().stream()
                            .map(finding -> Map.of(
                                    "kind", finding.kind().name().toLowerCase(Locale.ROOT), "what", finding.sentence()))
                            .toList());
            try {
                return new ObjectMapper().writeValueAsString(view);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }

        private static String text(Verification verified) {
            List<String> lines = new ArrayList<>();
            lines.add("%d entries in %d seals are %s."
                    .formatted(
                            verified.entries(),
                            verified.seals(),
                            verified.isWhole() ? "as they were written" : "not all as they were written"));
            if (verified.pending() > 0) {
                lines.add("%d are not sealed yet.".formatted(verified.pending()));
            }
            if (verified.before() > 0) {
                lines.add(
                        "%d are from before there were seals; nothing vouches for them.".formatted(verified.before()));
            }
            Optional<Instant> cut = verified.cut();
            cut.ifPresent(time -> lines.add("%d went by retention, of before %s.".formatted(verified.gone(), time)));
            for (Finding finding : verified.findings()) {
                lines.add("! " + finding.sentence());
            }
            lines.add("The chain ends with %d:%s"
                    .formatted(verified.head().number(), verified.head().hash()));
            return String.join(System.lineSeparator(), lines);
        }
    }
}
