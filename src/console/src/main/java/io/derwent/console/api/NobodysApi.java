package io.derwent.console.api;

import static io.derwent.console.http.Endpoint.STAFF;
import static io.derwent.console.http.Endpoint.get;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.derwent.console.access.Listed;
import io.derwent.console.access.Refusal;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.console.whose.NobodysReadings;
import io.derwent.model.AssignmentHistory.Correction;
import io.derwent.model.Reading;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Readings that are nobody's, newest first. Whose they are is said at {@code PUT assignments/{device}/readings/{reading}}. */
public final class NobodysApi {
    private static final int USUAL_LIMIT = 100;
    private static final int MOST = 1000;

    private final NobodysReadings readings;
    private final Clock clock;

    public NobodysApi(NobodysReadings readings, Clock clock) {
        this.readings = readings;
        this.clock = clock;
    }

    public List<Endpoint> endpoints() {
        return List.of(get("/api/v1/nobodys-readings", STAFF, this::list));
    }

    /** {@code why} is absent where the reading is about to be given to somebody, {@code said} where no person said anything. */
    record FoundJson(
            @JsonUnwrapped Reading reading,
            @Nullable String why,
            List<NobodysReadings.Holder> holders,
            @Nullable Correction said) {
        static FoundJson of(NobodysReadings.Found found) {
            return new FoundJson(
                    found.reading(),
                    found.why().map(why -> why.code()).orElse(null),
                    found.holders(),
                    found.said().orElse(null));
        }
    }

    private Reply list(Request request) {
        NobodysReadings.Filter filter = new NobodysReadings.Filter(
                request.parameter("device"),
                request.instant("from").orElseGet(() -> clock.instant().minus(NobodysReadings.USUAL_SPAN)),
                all(request));
        Listed<NobodysReadings.Found> found = readings.list(
                request.who(),
                filter,
                request.parameter("after").map(NobodysReadings::place),
                request.number("limit", USUAL_LIMIT, 1, MOST));
        List<FoundJson> items = found.rows().stream().map(FoundJson::of).toList();
        return ListReply.cut(
                items,
                request,
                found.more()
                        ? Optional.of(Map.of(
                                "from",
                                filter.since().toString(),
                                "after",
                                found.rows().get(found.rows().size() - 1).place()))
                        : Optional.empty());
    }

    private static boolean all(Request request) {
        String all = request.parameter("all").orElse("false");
        if (!all.equals("true") && !all.equals("false")) {
            throw Refusal.invalid("all", "all is \"%s\", true or false is expected".formatted(all));
        }
        return all.equals("true");
    }
}
