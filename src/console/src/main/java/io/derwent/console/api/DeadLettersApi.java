package io.derwent.console.api;

import static io.derwent.console.http.Endpoint.ADMINISTRATORS;
import static io.derwent.console.http.Endpoint.get;
import static io.derwent.console.http.Endpoint.post;

import io.derwent.console.access.Listed;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.console.letters.DeadLetterDesk;
import io.derwent.model.DeadLetter;
import io.derwent.store.DeadLetters;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages nobody could read: list, send again. Administrators only: the bytes may hold measurements. */
public final class DeadLettersApi {
    private final DeadLetterDesk desk;

    public DeadLettersApi(DeadLetterDesk desk) {
        this.desk = desk;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                get("/api/v1/dead-letters", ADMINISTRATORS, this::list),
                post("/api/v1/dead-letters/:id/replay", ADMINISTRATORS, this::replay));
    }

    /** A letter as the API shows it; {@code payload} in base 64. */
    record View(
            String id,
            String tenant,
            String device,
            String refusedBy,
            String reason,
            Instant refusedAt,
            String topic,
            List<DeadLetter.Header> headers,
            String payload,
            @Nullable Instant replayedAt,
            @Nullable String replayedBy) {
        static View of(DeadLetters.Stored stored) {
            DeadLetter letter = stored.letter();
            return new View(
                    letter.id(),
                    letter.tenant(),
                    letter.device(),
                    letter.refusedBy(),
                    letter.reason(),
                    letter.refusedAt(),
                    letter.topic(),
                    letter.headers(),
                    Base64.getEncoder().encodeToString(letter.payload()),
                    stored.replayedAt(),
                    stored.replayedBy());
        }
    }

    private Reply list(Request request) {
        Listed<DeadLetters.Stored> letters = desk.list(request.who());
        return ListReply.cut(letters.rows().stream().map(View::of).toList(), letters.more());
    }

    private Reply replay(Request request) {
        desk.replay(request.who(), request.segment("id"));
        return Reply.json(Map.of("id", request.segment("id"), "replayed", true));
    }
}
