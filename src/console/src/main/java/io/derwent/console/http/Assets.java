package io.derwent.console.http;

import io.derwent.model.Ids;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * The files pages are made of, from the class path, read once at start. A page asks for {@code /assets/NAME?v=VERSION};
 * the version is a hash of the content, so a browser may keep the file for a year.
 */
public final class Assets {
    static final String PATH = "/assets/";

    private static final String HTMX = "/META-INF/resources/webjars/htmx.org/2.0.10/dist/htmx.min.js";
    private static final String FOR_A_YEAR = "public, max-age=31536000, immutable";
    private static final String FOR_AN_HOUR = "public, max-age=3600";
    private static final int VERSION_LENGTH = 12;

    /** What there is, by name; the images are asked for by the style sheet, without a version. */
    private static final List<String> NAMES = List.of(
            "nhsuk/nhsuk-frontend-10.6.1.min.css",
            "nhsuk/nhsuk-frontend-10.6.1.min.js",
            "images/nhsuk-icon-arrow-down.svg",
            "images/nhsuk-icon-arrow-up-down.svg",
            "images/nhsuk-icon-arrow-up.svg",
            "images/nhsuk-icon-cross.svg",
            "idiomorph/idiomorph-ext-0.8.0.min.js",
            "uplot/uPlot-1.6.32.iife.min.js",
            "uplot/uPlot-1.6.32.min.css",
            "derwent/derwent.css",
            "derwent/enable.js",
            "derwent/page.js",
            "derwent/live.js",
            "derwent/live-list.js",
            "derwent/search.js",
            "derwent/keys.js",
            "derwent/case.js",
            "derwent/draft.js",
            "derwent/outage.js",
            "derwent/chart.js",
            "derwent/settings.js",
            "derwent/sw.js",
            "derwent/favicon.svg");

    private final Map<String, Asset> assets = new LinkedHashMap<>();

    private record Asset(Buffer content, Buffer zipped, String type, String version) {}

    public Assets() {
        NAMES.forEach(name -> assets.put(name, load("/assets/" + name)));
        assets.put("htmx/htmx-2.0.10.min.js", load(HTMX));
    }

    /**
     * Where a page finds a file.
     *
     * @throws IllegalArgumentException if there is no such file
     */
    public String url(String name) {
        Asset asset = assets.get(name);
        if (asset == null) {
            throw new IllegalArgumentException("there is no asset " + name);
        }
        return PATH + name + "?v=" + asset.version();
    }

    /** The text of a file. */
    public String text(String name) {
        Asset asset = assets.get(name);
        if (asset == null) {
            throw new IllegalArgumentException("there is no asset " + name);
        }
        return asset.content().toString(StandardCharsets.UTF_8);
    }

    void serve(RoutingContext context) {
        String path = context.request().path();
        Asset asset = path == null ? null : assets.get(path.substring(PATH.length()));
        if (asset == null) {
            context.next();
            return;
        }
        HttpServerResponse response = context.response();
        boolean versioned = asset.version().equals(context.request().getParam("v"));
        String accepted = context.request().getHeader("Accept-Encoding");
        boolean zipped = accepted != null && accepted.contains("gzip");
        if (zipped) {
            response.putHeader("Content-Encoding", "gzip");
        }
        response.putHeader("Content-Type", asset.type())
                .putHeader("Vary", "Accept-Encoding")
                .putHeader("Cache-Control", versioned ? FOR_A_YEAR : FOR_AN_HOUR);
        WebRouter.end(context, zipped ? asset.zipped() : asset.content());
    }

    private static Asset load(String resource) {
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("resource " + resource + " is missing from the build");
            }
            byte[] bytes = in.readAllBytes();
            return new Asset(
                    Buffer.buffer(bytes),
                    Buffer.buffer(zip(bytes)),
                    type(resource),
                    Ids.of(bytes).substring(0, VERSION_LENGTH));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] zip(byte[] bytes) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        }
        return zipped.toByteArray();
    }

    private static String type(String name) {
        String ending = name.substring(name.lastIndexOf('.') + 1);
        return switch (ending) {
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> throw new IllegalStateException("no content type for " + name);
        };
    }
}
