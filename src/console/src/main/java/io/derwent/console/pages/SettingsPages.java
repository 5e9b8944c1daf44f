package io.derwent.console.pages;

import static io.derwent.console.http.Endpoint.ANYBODY;
import static io.derwent.console.http.Endpoint.TOLD;
import static io.derwent.console.http.Endpoint.get;
import static io.derwent.console.http.Endpoint.post;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.derwent.console.access.Caller;
import io.derwent.console.access.Refusal;
import io.derwent.console.http.ApiJson;
import io.derwent.console.http.Assets;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.console.pages.Views.ChannelChoice;
import io.derwent.console.pages.Views.FormError;
import io.derwent.console.pages.Views.Notice;
import io.derwent.console.pages.Views.SettingsPage;
import io.derwent.console.push.Channel;
import io.derwent.console.push.ContactDesk;
import io.derwent.console.push.ContactDesk.Wish;
import io.derwent.console.push.Person;
import io.derwent.store.Contacts.Contact;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where people say how they want to be told, and the service worker that shows notifications. */
final class SettingsPages {
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final String WORKER = "/sw.js?for=";
    private static final Set<String> DONE = Set.of("saved", "tested");

    private final Renderer renderer;
    private final Texts texts;
    private final Assets assets;
    private final DeliveryViews deliveries;
    private final ContactDesk contacts;

    SettingsPages(Renderer renderer, Texts texts, Assets assets, DeliveryViews deliveries, ContactDesk contacts) {
        this.renderer = renderer;
        this.texts = texts;
        this.assets = assets;
        this.deliveries = deliveries;
        this.contacts = contacts;
    }

    List<Endpoint> endpoints() {
        return List.of(
                get("/settings", TOLD, request -> show(request, FormError.NONE, Optional.empty())),
                post("/settings", TOLD, this::save),
                post("/settings/browser", TOLD, this::subscribe),
                post("/settings/browser/off", TOLD, this::unsubscribe),
                post("/settings/test", TOLD, this::test),
                // a browser asks for it again by itself, logged in or not
                get("/sw.js", ANYBODY, this::worker));
    }

    /**
     * At the root, so that it may focus any page of ours. It has its words and its page in it: a notification is shown the same
     * when nobody is logged in and without a line.
     */
    private Reply worker(Request request) {
        String to = request.parameter("for").filter("patient"::equals).orElse("staff");
        Texts words = Texts.in(Locale.ENGLISH);
        Map<String, String> told = Map.of(
                "title",
                words.coded("push", to + ".title"),
                "body",
                words.coded("push", to + ".body"),
                "page",
                to.equals("patient") ? "/me" : "/cases");
        try {
            return Reply.text(
                            OK,
                            "text/javascript; charset=utf-8",
                            "self.TOLD = %s;%n%s"
                                    .formatted(ApiJson.MAPPER.writeValueAsString(told), assets.text("derwent/sw.js")))
                    .with("Cache-Control", "no-cache")
                    .with("Service-Worker-Allowed", "/");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts that cannot be written as JSON", e);
        }
    }

    private Reply save(Request request) {
        Wish wish = wish(request);
        try {
            contacts.put(request.who().tenant(), Person.of(request.who()), wish);
        } catch (Refusal refusal) {
            if (refusal.kind() != Refusal.Kind.INVALID) {
                throw refusal;
            }
            String field = refusal.field().orElse("email");
            return show(request, new FormError(field, texts.coded("settings.wrong", field)), Optional.of(wish))
                    .withStatus(BAD_REQUEST);
        }
        return Reply.seeOther("/settings?done=saved");
    }

    /** In the order of the page, what was first before staying first. */
    private Wish wish(Request request) {
        Caller caller = request.who();
        List<String> before =
                contacts.standing(caller.tenant(), Person.of(caller)).contact().channels();
        List<String> chosen = new ArrayList<>(before);
        chosen.removeIf(
                code -> offered(code) && request.field("channel-" + code).isEmpty());
        for (Channel channel : Channel.values()) {
            if (request.field("channel-" + channel.code()).isPresent() && !chosen.contains(channel.code())) {
                chosen.add(channel.code());
            }
        }
        request.field("first").filter(chosen::remove).ifPresent(code -> chosen.add(0, code));
        return new Wish(
                chosen,
                request.field("email").orElse(""),
                request.field("phone").orElse(""),
                request.field("quietFrom").orElse(""),
                request.field("quietTo").orElse(""));
    }

    private boolean offered(String code) {
        return Channel.ofCode(code).map(contacts.offered()::contains).orElse(false);
    }

    private Reply subscribe(Request request) {
        contacts.subscribe(
                request.who(),
                request.field("endpoint").orElse(""),
                request.field("p256dh").orElse(""),
                request.field("auth").orElse(""));
        return Reply.noContent();
    }

    private Reply unsubscribe(Request request) {
        contacts.unsubscribe(request.who(), request.field("endpoint").orElse(""));
        return Reply.noContent();
    }

    private Reply test(Request request) {
        contacts.test(request.who());
        return Reply.seeOther("/settings?done=tested");
    }

    private Reply show(Request request, FormError error, Optional<Wish> typed) {
        Caller caller = request.who();
        ContactDesk.Standing standing = contacts.standing(caller.tenant(), Person.of(caller));
        Contact contact = standing.contact();
        List<String> chosen = typed.map(Wish::channels).orElse(contact.channels());
        boolean patient = caller.isPatient();
        List<ChannelChoice> channels = new ArrayList<>();
        for (Channel channel : Channel.values()) {
            if (patient || channel != Channel.HUB) {
                boolean offered = contacts.offered().contains(channel);
                channels.add(new ChannelChoice(
                        channel.code(),
                        texts.coded("settings.channel", channel.code()),
                        offered ? "" : texts.of("settings.not-offered"),
                        offered,
                        chosen.contains(channel.code())));
            }
        }
        SettingsPage view = new SettingsPage(
                channels,
                typed.map(Wish::email).orElse(text(contact.email())),
                typed.map(Wish::phone).orElse(text(contact.phone())),
                typed.map(Wish::quietFrom).orElse(text(contact.quietFrom())),
                typed.map(Wish::quietTo).orElse(text(contact.quietTo())),
                contacts.publicKey().isEmpty() ? "" : texts.of("settings.browsers", standing.browsers()),
                contacts.publicKey(),
                WORKER + (patient ? "patient" : "staff"),
                standing.tested().map(one -> deliveries.told(one).text()).orElse(""),
                error,
                new Notice(request.parameter("done")
                        .filter(DONE::contains)
                        .map(done -> texts.coded("settings.done", done))
                        .orElse("")));
        String title = texts.of("settings.title");
        return renderer.page(
                request,
                "settings",
                error.isPresent() ? texts.of("page.error-title", title) : title,
                "/settings",
                List.of("derwent/settings.js"),
                view);
    }

    private static String text(@Nullable Object value) {
        return Objects.toString(value, "");
    }
}
