package io.derwent.console.api;

import static io.derwent.console.http.Endpoint.ADMINISTRATORS;
import static io.derwent.console.http.Endpoint.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.derwent.console.access.Access;
import io.derwent.console.access.Caller;
import io.derwent.console.access.Refusal;
import io.derwent.console.http.ApiJson;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Errors;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.store.Database;
import io.derwent.store.Exports;
import io.derwent.wire.Codecs;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whole tables of one tenant as newline-delimited JSON, for {@code sim verify} and other programs that must see every row
 * once. Platform administrators only. Row by row through a cursor, on a worker thread that waits for a slow client; an
 * answer that ends without the last chunk is not whole.
 */
public final class ExportApi {
    private static final Logger LOG = LoggerFactory.getLogger(ExportApi.class);
    private static final String LINES = "application/x-ndjson; charset=utf-8";
    private static final int CHUNK = 64 * 1024;
    private static final Duration SLOWEST_CHUNK = Duration.ofSeconds(60);

    private final Vertx vertx;
    private final Database database;
    private final Access access;
    private final Errors errors;

    public ExportApi(Vertx vertx, Database database, Access access, Errors errors) {
        this.vertx = vertx;
        this.database = database;
        this.access = access;
        this.errors = errors;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                stream("/api/v1/export/readings", ADMINISTRATORS, LINES, export(ExportApi::readings)),
                stream("/api/v1/export/scores", ADMINISTRATORS, LINES, export(ExportApi::scores)),
                stream("/api/v1/export/alert-events", ADMINISTRATORS, LINES, export(ExportApi::alertEvents)),
                stream("/api/v1/export/asset-moves", ADMINISTRATORS, LINES, export(ExportApi::assetMoves)),
                stream("/api/v1/export/whereabouts", ADMINISTRATORS, LINES, export(ExportApi::whereabouts)),
                stream("/api/v1/export/unknown-tags", ADMINISTRATORS, LINES, export(ExportApi::unknownTags)),
                stream("/api/v1/export/reader-statuses", ADMINISTRATORS, LINES, export(ExportApi::readerStatuses)));
    }

    private interface Table {
        void write(Connection connection, String tenant, Instant from, Lines lines) throws SQLException;
    }

    private static void readings(Connection connection, String tenant, Instant from, Lines lines) throws SQLException {
        Exports.readings(
                connection, tenant, from, reading -> lines.add(Codecs.readings().encode(reading)));
    }

    private static void scores(Connection connection, String tenant, Instant from, Lines lines) throws SQLException {
        Exports.scores(
                connection, tenant, from, score -> lines.add(Codecs.scores().encode(score)));
    }

    private static void alertEvents(Connection connection, String tenant, Instant from, Lines lines)
            throws SQLException {
        Exports.alertEvents(connection, tenant, from, json -> lines.add(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static void assetMoves(Connection connection, String tenant, Instant from, Lines lines)
            throws SQLException {
        Exports.assetMoves(
                connection, tenant, from, move -> lines.add(Codecs.assetMoves().encode(move)));
    }

    private static void whereabouts(Connection connection, String tenant, Instant from, Lines lines)
            throws SQLException {
        Exports.whereabouts(
                connection, tenant, from, seen -> lines.add(Codecs.lastSeen().encode(seen)));
    }

    private static void unknownTags(Connection connection, String tenant, Instant from, Lines lines)
            throws SQLException {
        Exports.unknownTags(connection, tenant, from, tag -> lines.add(json(tag)));
    }

    private static void readerStatuses(Connection connection, String tenant, Instant from, Lines lines)
            throws SQLException {
        Exports.readerStatuses(
                connection,
                tenant,
                from,
                status -> lines.add(Codecs.readerStatuses().encode(status)));
    }

    private static byte[] json(Object row) {
        try {
            return ApiJson.MAPPER.writeValueAsBytes(row);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of texts and times can be written", e);
        }
    }

    private Endpoint.Stream export(Table table) {
        return (request, response, admission) -> vertx.executeBlocking(
                        () -> {
                            write(request, response, table);
                            return true;
                        },
                        false)
                .onFailure(failure -> fail(request, response, failure));
    }

    private void write(Request request, HttpServerResponse response, Table table) {
        Caller caller = request.who();
        if (!caller.administersPlatform()) {
            throw Refusal.forbidden("only a platform administrator may export");
        }
        String tenant = caller.tenant();
        Instant from = request.instant("from").orElse(Instant.EPOCH);
        access.note(caller, "export", Map.of("path", request.path(), "from", from.toString()));
        Lines lines = new Lines(response);
        database.inTenantOnce(tenant, connection -> {
            table.write(connection, tenant, from, lines);
            return true;
        });
        lines.end();
    }

    /** Before the first byte: an ordinary error. After it: the connection is cut, so that nobody takes a part for the whole. */
    private void fail(Request request, HttpServerResponse response, Throwable failure) {
        if (response.headWritten()) {
            LOG.warn("{} was cut off: {}", request.path(), failure.getMessage());
            response.reset();
            return;
        }
        Reply reply = errors.reply(request, failure);
        response.setStatusCode(reply.status())
                .putHeader("Content-Type", reply.contentType())
                .end(reply.body());
    }

    /** Collects lines and sends them in chunks, each only when the client took the one before. One worker thread. */
    private static final class Lines {
        private final HttpServerResponse response;
        private Buffer chunk = Buffer.buffer();

        Lines(HttpServerResponse response) {
            this.response = response;
        }

        void add(byte[] line) {
            chunk.appendBytes(line).appendByte((byte) '\n');
            if (chunk.length() >= CHUNK) {
                send();
            }
        }

        void end() {
            response.end(chunk);
        }

        private void send() {
            if (!response.headWritten()) {
                response.setChunked(true);
            }
            Buffer full = chunk;
            chunk = Buffer.buffer();
            try {
                response.write(full)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(SLOWEST_CHUNK.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while exporting", e);
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException("the client went away or reads too slowly", e);
            }
        }
    }
}
