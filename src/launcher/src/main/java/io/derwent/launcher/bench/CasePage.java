package io.derwent.launcher.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.HdrHistogram.Histogram;

/**
 * A nurse's open list: hears the stream, and fetches the list at most once a second while something changes, as
 * {@code live-list.js} does.
 */
final class CasePage implements AutoCloseable {
    private static final long EVERY_MILLIS = 1000;
    private static final ScheduledExecutorService CLOCK = Executors.newScheduledThreadPool(1, work -> {
        Thread thread = new Thread(work, "pages");
        thread.setDaemon(true);
        return thread;
    });

    private final HttpClient http;
    private final HttpRequest list;
    private final Histogram served;
    private final AtomicBoolean waiting = new AtomicBoolean();
    private final Map<String, Watched> watched = new ConcurrentHashMap<>();
    private volatile long lastFetch;
    private volatile boolean closed;

    private record Watched(long since, Histogram seen) {}

    CasePage(HttpClient http, String console, String token, Histogram served) {
        this.http = http;
        this.list = list(console, token);
        this.served = served;
        HttpRequest stream = HttpRequest.newBuilder(URI.create(console + "/api/v1/cases/stream"))
                .header("Authorization", "Bearer " + token)
                .build();
        var unused = http.sendAsync(stream, HttpResponse.BodyHandlers.fromLineSubscriber(new Lines()));
    }

    static HttpRequest list(String console, String token) {
        return HttpRequest.newBuilder(URI.create(console + "/cases"))
                .header("Authorization", "Bearer " + token)
                .header("HX-Request", "true")
                .build();
    }

    /** Notes how long it takes until this text is on the list. */
    void watch(String text, long since, Histogram seen) {
        watched.put(text, new Watched(since, seen));
    }

    private void changed() {
        if (!closed && waiting.compareAndSet(false, true)) {
            long wait = Math.max(0, lastFetch + EVERY_MILLIS - System.currentTimeMillis());
            var unused = CLOCK.schedule(this::fetch, wait, TimeUnit.MILLISECONDS);
        }
    }

    private void fetch() {
        waiting.set(false);
        lastFetch = System.currentTimeMillis();
        long asked = System.nanoTime();
        var unused = http.sendAsync(list, HttpResponse.BodyHandlers.ofString()).thenAccept(answer -> {
            long now = System.nanoTime();
            served.recordValue((now - asked) / 1_000);
            watched.forEach((text, one) -> {
                if (answer.body().contains(text + "<") && watched.remove(text, one)) {
                    one.seen().recordValue((now - one.since()) / 1_000);
                }
            });
        });
    }

    @Override
    public void close() {
        closed = true;
    }

    private final class Lines implements Flow.Subscriber<String> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            if (line.startsWith("data:")) {
                changed();
            }
        }

        @Override
        public void onError(Throwable lost) {
            // the bench ends, or the list is fetched no more and the figures say so
        }

        @Override
        public void onComplete() {
            // as above
        }
    }
}
