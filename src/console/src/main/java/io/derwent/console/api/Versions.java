package io.derwent.console.api;

import io.derwent.console.access.Access;
import io.derwent.console.access.Caller;
import io.derwent.console.access.Refusal;
import io.derwent.console.http.Reply;
import io.derwent.wire.JsonDocument;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/**
 * How things with versions are created and changed, by one request each: without {@code version} it has to be new; with it, the
 * whole of that version is replaced, and only if it still is the newest. So nobody undoes what somebody else just changed.
 */
final class Versions {
    private Versions() {}

    /** The version a request asks for: 1 for something new. */
    static long next(JsonDocument body) {
        return body.optionalInteger("version", 1, Integer.MAX_VALUE - 1).orElse(0) + 1L;
    }

    /** Writes down the change within its transaction. */
    static void note(
            Connection connection, Access access, Caller caller, String audit, String what, String id, long version)
            throws SQLException {
        access.note(
                connection,
                caller,
                audit,
                what + (version == 1 ? ".create" : ".change"),
                Map.of(what, id, "version", Long.toString(version)));
    }

    /** @throws Refusal CONFLICT if nothing was stored */
    static Reply reply(boolean stored, Caller caller, String what, String id, long version, String location) {
        if (!stored && version == 1) {
            throw Refusal.conflict("%s has the %s %s already; to change it, say which version you know"
                    .formatted(caller.tenant(), what, id));
        }
        if (!stored) {
            throw Refusal.conflict("%s has no %s %s of version %d; read it again before you change it"
                    .formatted(caller.tenant(), what, id, version - 1));
        }
        Map<String, Object> body = Map.of("id", id, "version", version);
        return version == 1 ? Reply.created(body).with("Location", location) : Reply.json(body);
    }
}
