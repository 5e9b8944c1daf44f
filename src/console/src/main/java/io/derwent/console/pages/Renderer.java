package io.derwent.console.pages;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.derwent.console.access.Caller;
import io.derwent.console.http.Assets;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import java.util.List;
import java.util.Map;

/** Fills the compiled templates. Thread-safe. */
final class Renderer {
    private static final String TEMPLATES = "io.derwent.console.pages.jte";

    private final TemplateEngine engine =
            TemplateEngine.createPrecompiled(null, ContentType.Html, Renderer.class.getClassLoader(), TEMPLATES);
    private final Texts texts;
    private final Assets assets;
    private final OutageViews outages;

    Renderer(Texts texts, Assets assets, OutageViews outages) {
        this.texts = texts;
        this.assets = assets;
        this.outages = outages;
    }

    /** A whole page, or a part of one. */
    String fill(String template, Map<String, Object> values) {
        StringOutput output = new StringOutput();
        engine.render(template + ".jte", values, output);
        return output.toString();
    }

    /** A whole page in the shell of whoever asked. */
    Reply page(Request request, String template, String title, String current, List<String> scripts, Object view) {
        Caller caller = request.caller();
        Shell shell = new Shell(
                texts,
                assets,
                title,
                caller,
                request.csrf(),
                current,
                scripts,
                outages.banner(OutageViews.isForPatient(caller)).orElse(null));
        return Reply.html(fill(template, Map.of("shell", shell, "view", view)));
    }
}
