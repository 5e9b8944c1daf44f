package io.derwent.console.api;

import static io.derwent.console.http.Endpoint.EQUIPMENT;
import static io.derwent.console.http.Endpoint.get;

import io.derwent.console.access.Listed;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.store.Database;
import io.derwent.store.Whereabouts;
import io.derwent.store.Whereabouts.Guest;
import java.util.List;

/** What other organisations have at the places this one shares with them, as far as a host may know (docs/adr/0026). */
public final class GuestsApi {
    private static final int MOST_LISTED = 1000;

    private final Database database;

    public GuestsApi(Database database) {
        this.database = database;
    }

    public List<Endpoint> endpoints() {
        return List.of(get("/api/v1/guests", EQUIPMENT, this::list));
    }

    private Reply list(Request request) {
        int most = request.number("limit", MOST_LISTED, 1, MOST_LISTED);
        Listed<Guest> guests = database.inTenant(
                request.who().tenant(), connection -> Listed.of(Whereabouts.guests(connection, most + 1), most));
        return ListReply.cut(guests.rows(), guests.more());
    }
}
