package io.derwent.console.pages;

import io.derwent.console.access.Access;
import io.derwent.console.access.Logins;
import io.derwent.console.cases.CaseActions;
import io.derwent.console.http.Assets;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.console.letters.DeadLetterDesk;
import io.derwent.registry.Tenants;
import io.derwent.store.Database;
import java.time.Clock;
import java.util.List;

/** Every page. */
public final class Pages {
    public Pages(
            Assets assets,
            Access access,
            Logins logins,
            CaseActions actions,
            DeadLetterDesk letters,
            Tenants tenants,
            Database database,
            Clock clock) {}

    public List<Endpoint> endpoints() {
        return List.of();
    }

    public Reply error(Request request, int status, String message) {
        return Reply.html(status, message);
    }
}
