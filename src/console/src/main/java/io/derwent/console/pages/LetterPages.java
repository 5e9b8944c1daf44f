package io.derwent.console.pages;

import static io.derwent.console.http.Endpoint.ADMINISTRATORS;
import static io.derwent.console.http.Endpoint.get;
import static io.derwent.console.http.Endpoint.post;

import io.derwent.console.access.Caller;
import io.derwent.console.access.Listed;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.console.letters.DeadLetterDesk;
import io.derwent.console.pages.Views.LetterRow;
import io.derwent.console.pages.Views.LettersPage;
import io.derwent.console.pages.Views.Notice;
import io.derwent.model.DeadLetter;
import io.derwent.registry.Page;
import io.derwent.registry.Stored;
import io.derwent.registry.Tenants;
import io.derwent.store.DeadLetters;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Dead letters for administrators: why each was refused, and sending it again. */
final class LetterPages {
    private static final int MOST_ORGANISATIONS = 200;
    private static final int PAYLOAD_SHOWN = 300;

    private final Renderer renderer;
    private final Texts texts;
    private final UkTimes times;
    private final DeadLetterDesk desk;
    private final Tenants tenants;

    LetterPages(Renderer renderer, Texts texts, UkTimes times, DeadLetterDesk desk, Tenants tenants) {
        this.renderer = renderer;
        this.texts = texts;
        this.times = times;
        this.desk = desk;
        this.tenants = tenants;
    }

    List<Endpoint> endpoints() {
        return List.of(
                get("/dead-letters", ADMINISTRATORS, this::list),
                post("/dead-letters/:id/replay", ADMINISTRATORS, this::replay),
                // where the session had ended when the form was sent
                get("/dead-letters/:id/replay", ADMINISTRATORS, request -> Reply.seeOther("/dead-letters")));
    }

    private Reply list(Request request) {
        Caller caller = request.who();
        Listed<DeadLetters.Stored> letters =
                caller.acting().isEmpty() ? new Listed<>(List.of(), false) : desk.list(caller);
        LettersPage view = new LettersPage(
                caller.acting().orElse(""),
                letters.rows().stream().map(this::row).toList(),
                letters.more() ? texts.of("page.cut", letters.rows().size()) : "",
                organisations(caller),
                new Notice(
                        request.parameter("done").equals(Optional.of("replayed")) ? texts.of("letters.replayed") : ""));
        return renderer.page(request, "deadLetters", texts.of("letters.title"), "/dead-letters", List.of(), view);
    }

    private List<Shell.Link> organisations(Caller caller) {
        if (!caller.administersPlatform()) {
            return List.of();
        }
        return tenants.search(new Page.Request(MOST_ORGANISATIONS, 0)).items().stream()
                .map(Stored::id)
                .map(id -> new Shell.Link(
                        "/dead-letters?tenant=" + URLEncoder.encode(id, StandardCharsets.UTF_8),
                        id,
                        caller.acting().equals(Optional.of(id))))
                .toList();
    }

    private LetterRow row(DeadLetters.Stored stored) {
        DeadLetter letter = stored.letter();
        return new LetterRow(
                letter.id(),
                times.moment(letter.refusedAt()),
                letter.refusedAt().toString(),
                letter.device(),
                letter.reason(),
                texts.coded("letters.refused-by", letter.refusedBy()),
                readable(letter.payload()),
                stored.replayedAt() == null
                        ? ""
                        : texts.of(
                                "letters.replayed-by",
                                Optional.ofNullable(stored.replayedBy()).orElse(""),
                                times.within(stored.replayedAt())));
    }

    /** The beginning of the bytes as text; what is no text shows as a replacement character. */
    private static String readable(byte[] payload) {
        String text = new String(payload, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "\uFFFD");
        return text.length() > PAYLOAD_SHOWN ? text.substring(0, PAYLOAD_SHOWN) + "…" : text;
    }

    private Reply replay(Request request) {
        desk.replay(request.who(), request.segment("id"));
        String query = CaseViews.query(request.who());
        return Reply.seeOther("/dead-letters" + (query.isEmpty() ? "?done=replayed" : query + "&done=replayed"));
    }
}
