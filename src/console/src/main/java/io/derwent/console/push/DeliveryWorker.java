package io.derwent.console.push;

import io.derwent.console.feeds.Worker;
import io.derwent.store.Contacts;
import io.derwent.store.Contacts.Contact;
import io.derwent.store.Database;
import io.derwent.store.Deliveries;
import io.derwent.store.Deliveries.Delivery;
import io.derwent.store.Deliveries.State;
import io.derwent.store.DeliveryQueue;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Takes what is due and brings it, one at a time. Several run, here and in other consoles: a claim skips what another has
 * locked, and moves the time it is due behind the lease, so that what a console had when it died is due again when that ends.
 *
 * <pre>
 *   WAITING ── began ──► SENDING ── TAKEN ────► SENT ── fate ──► DELIVERED
 *      ▲                  │  │ └─ UNSURE: stays; the next try says "may have arrived twice"
 *      ├── NOT_NOW ───────┘  └─ REFUSED, or tried too often: the next channel ──► WAITING
 *      └── (the process died: SENDING, due again after the lease)   none left ──► FAILED
 * </pre>
 */
public final class DeliveryWorker implements Worker.Task {
    static final Duration LEASE = Duration.ofMinutes(3);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    /** How often one channel is tried before the next; an urgent message changes sooner. */
    private static final int TRIES = 12;

    private static final int URGENT_TRIES = 4;
    private static final int TRIES_AT_ONCE = 2;
    private static final IntervalFunction AGAIN_AFTER =
            IntervalFunction.ofExponentialBackoff(Duration.ofSeconds(10), 2, Duration.ofMinutes(15));
    /** A carrier of text messages tries for three days, then says that it failed. */
    private static final Duration ASKED_FOR = Duration.ofHours(75);

    private static final Duration ASK_FIRST = Duration.ofSeconds(30);
    private static final int ASK_LATER_PARTS = 4;

    private final Database database;
    private final Channels channels;
    private final Breakers breakers;
    private final Wording wording;
    private final MeterRegistry meters;
    private final Clock clock;
    private final RetryConfig retry;
    private final Semaphore wakeUps = new Semaphore(0);

    /** {@code pause} is how long it waits before it tries the same once more. */
    public DeliveryWorker(
            Database database,
            Channels channels,
            Breakers breakers,
            Wording wording,
            MeterRegistry meters,
            Clock clock,
            Duration pause) {
        this.database = database;
        this.channels = channels;
        this.breakers = breakers;
        this.wording = wording;
        this.meters = meters;
        this.clock = clock;
        this.retry = RetryConfig.<Sent>custom()
                .maxAttempts(TRIES_AT_ONCE)
                .waitDuration(pause)
                .retryOnResult(Sent::isTrouble)
                .retryOnException(failure -> false)
                .build();
    }

    /** There may be something due. Any thread; returns at once. */
    public void wakeUp() {
        wakeUps.release();
    }

    @Override
    public void run(Worker.Life life) throws InterruptedException {
        while (!life.isOver()) {
            while (!life.isOver() && deliverOne()) {
                life.well();
            }
            life.well();
            if (wakeUps.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                wakeUps.drainPermits();
            }
        }
    }

    /** Takes one and does what there is to do; false if nothing is due. */
    boolean deliverOne() {
        Instant now = clock.instant();
        Optional<DeliveryQueue.Key> claimed =
                database.inPlatform(connection -> DeliveryQueue.claim(connection, now, now.plus(LEASE)));
        claimed.ifPresent(this::carry);
        return claimed.isPresent();
    }

    private record Found(Delivery delivery, Contact contact, List<Carrier> left) {}

    private void carry(DeliveryQueue.Key key) {
        Optional<Found> found = database.inTenant(key.tenant(), connection -> {
            Optional<Delivery> delivery = Deliveries.find(connection, key.tenant(), key.id());
            if (delivery.isEmpty()) {
                return Optional.empty();
            }
            Delivery one = delivery.get();
            Contact contact = Contacts.find(connection, key.tenant(), one.person())
                    .orElseGet(() -> Contact.none(key.tenant(), one.person()));
            List<Carrier> left = channels.to(connection, contact, one.patient()).stream()
                    .filter(carrier -> !one.tried().contains(carrier.channel().code()))
                    .toList();
            return Optional.of(new Found(one, contact, left));
        });
        found.ifPresentOrElse(
                one -> {
                    switch (one.delivery().state()) {
                        case WAITING, SENDING -> send(one);
                        case SENT -> ask(one.delivery());
                        case DELIVERED, FAILED, NO_CHANNEL -> done(key);
                    }
                },
                () -> done(key));
    }

    private void send(Found found) {
        Delivery delivery = found.delivery();
        Instant now = clock.instant();
        Instant notBefore = Telling.notBefore(found.contact(), delivery.severity(), now);
        if (notBefore.isAfter(now)) {
            later(delivery.key(), notBefore);
            return;
        }
        if (found.left().isEmpty()) {
            end(delivery);
            return;
        }
        Carrier carrier = found.left().get(0);
        try {
            Sent sent = Retry.of(carrier.channel().code(), retry)
                    .executeSupplier(() -> breakers.of(carrier.channel())
                            .executeSupplier(() -> attempt(carrier, message(found), delivery.key())));
            record(found, carrier, sent);
        } catch (CallNotPermittedException open) {
            if (Telling.isUrgent(delivery.severity()) && found.left().size() > 1) {
                giveUp(delivery, carrier, "this channel is in trouble, and the message is urgent");
            } else {
                later(delivery.key(), now.plus(Breakers.OPEN_FOR));
            }
        }
    }

    /** Written down before it leaves the house; how it ended is written down at once, if anybody is left to do so. */
    private Sent attempt(Carrier carrier, Message message, DeliveryQueue.Key key) {
        Instant now = clock.instant();
        database.inTenant(key.tenant(), connection -> {
            Deliveries.began(connection, key, carrier.channel().code(), now);
            return key;
        });
        Sent sent = carrier.send(message);
        if (sent.isTrouble()) {
            database.inTenant(key.tenant(), connection -> {
                if (sent.outcome() == Sent.Outcome.NOT_NOW) {
                    Deliveries.notTaken(connection, key, sent.detail());
                } else {
                    Deliveries.unsure(connection, key, sent.detail());
                }
                return key;
            });
        }
        return sent;
    }

    private void record(Found found, Carrier carrier, Sent sent) {
        Delivery delivery = found.delivery();
        DeliveryQueue.Key key = delivery.key();
        Instant now = clock.instant();
        switch (sent.outcome()) {
            case TAKEN -> {
                count(carrier.channel(), State.SENT);
                database.inTenant(key.tenant(), connection -> {
                    Deliveries.sent(connection, key, sent.receipt().orElse(null), now);
                    if (sent.receipt().isPresent()) {
                        DeliveryQueue.later(connection, key, now.plus(ASK_FIRST));
                    } else {
                        DeliveryQueue.done(connection, key);
                    }
                    return key;
                });
            }
            case REFUSED -> giveUp(delivery, carrier, sent.detail());
            case NOT_NOW, UNSURE -> {
                int tries = delivery.attempts() + TRIES_AT_ONCE;
                boolean urgent = Telling.isUrgent(delivery.severity());
                boolean another = found.left().size() > 1;
                if (tries >= (urgent && another ? URGENT_TRIES : TRIES)) {
                    giveUp(delivery, carrier, sent.detail());
                } else {
                    later(key, now.plusMillis(AGAIN_AFTER.apply(tries)));
                }
            }
        }
    }

    private void giveUp(Delivery delivery, Carrier carrier, String why) {
        count(carrier.channel(), State.FAILED);
        DeliveryQueue.Key key = delivery.key();
        Instant now = clock.instant();
        database.inTenant(key.tenant(), connection -> {
            Deliveries.gaveUp(connection, key, carrier.channel().code(), why);
            DeliveryQueue.later(connection, key, now);
            return key;
        });
    }

    /** No channel is left; or none ever was, because they were taken away meanwhile. */
    private void end(Delivery delivery) {
        DeliveryQueue.Key key = delivery.key();
        boolean tried = !delivery.tried().isEmpty() || delivery.attempts() > 0;
        database.inTenant(key.tenant(), connection -> {
            Deliveries.ended(connection, key, tried ? State.FAILED : State.NO_CHANNEL);
            DeliveryQueue.done(connection, key);
            return key;
        });
    }

    private void ask(Delivery delivery) {
        DeliveryQueue.Key key = delivery.key();
        Instant now = clock.instant();
        Optional<Carrier> carrier =
                Optional.ofNullable(delivery.channel()).flatMap(Channel::ofCode).flatMap(channels::carrier);
        Duration since = Duration.between(Optional.ofNullable(delivery.sentAt()).orElse(delivery.createdAt()), now);
        if (carrier.isEmpty() || delivery.receipt() == null || since.compareTo(ASKED_FOR) > 0) {
            done(key);
            return;
        }
        switch (carrier.get().fate(delivery.receipt())) {
            case DELIVERED -> {
                count(carrier.get().channel(), State.DELIVERED);
                database.inTenant(key.tenant(), connection -> {
                    Deliveries.delivered(connection, key, now);
                    DeliveryQueue.done(connection, key);
                    return key;
                });
            }
            case FAILED -> giveUp(delivery, carrier.get(), "the carrier says that it could not be delivered");
            case NOT_KNOWN -> later(key, now.plus(ASK_FIRST).plus(since.dividedBy(ASK_LATER_PARTS)));
        }
    }

    private Message message(Found found) {
        Delivery delivery = found.delivery();
        Locale locale = Locale.forLanguageTag(delivery.locale());
        String to = delivery.what().equals(Telling.TEST)
                ? "test"
                : delivery.person().startsWith("account/")
                        ? "staff"
                        : delivery.person().startsWith("carer/") ? "carer" : "patient";
        return new Message(
                delivery.tenant(),
                delivery.id(),
                delivery.patient(),
                found.contact(),
                wording.of(to + ".title", locale),
                wording.of(to + ".body", locale),
                Telling.isUrgent(delivery.severity()));
    }

    private void later(DeliveryQueue.Key key, Instant dueAt) {
        database.inPlatform(connection -> {
            DeliveryQueue.later(connection, key, dueAt);
            return key;
        });
    }

    private void done(DeliveryQueue.Key key) {
        database.inPlatform(connection -> {
            DeliveryQueue.done(connection, key);
            return key;
        });
    }

    private void count(Channel channel, State state) {
        meters.counter("derwent.console.deliveries", "channel", channel.code(), "state", state.code())
                .increment();
    }
}
