package io.derwent.edge;

import io.derwent.model.Attribution;
import io.derwent.model.Reading;
import io.derwent.wire.DecodedReading;
import io.derwent.wire.InvalidPayload;
import io.derwent.wire.PayloadDecoders;
import io.derwent.wire.ReadingIds;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What devices beside the hub measured: from a kept message to readings of patients, with the ids the vitals job gives them, so
 * that its alerts and ours have the same. For the hub's thread.
 */
final class LocalReadings {
    private static final Duration ONE_READING_WITHIN = Duration.ofSeconds(60);
    private static final int AT_HAND = 1_000;
    private static final String CONTENT_TYPE = "content-type=";

    private final String tenant;
    private final SentPlans plans;
    private final DeviceClocks clocks;
    private final PayloadDecoders decoders = PayloadDecoders.standard();
    private final Map<String, Instant> contents = atHand();
    /** As they were taken when they first came: a clock is not judged twice by the same reading. */
    private final Map<String, Reading> taken = atHand();

    LocalReadings(String tenant, SentPlans plans, DeviceClocks clocks) {
        this.tenant = tenant;
        this.plans = plans;
        this.clocks = clocks;
    }

    private static <T> Map<String, T> atHand() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > AT_HAND;
            }
        };
    }

    /**
     * The readings in a message that are anybody's, one after the other as they are asked for.
     *
     * @throws InvalidPayload if it is of a kind we read and cannot be read
     */
    Stream<Reading> of(Message message) {
        return contentType(message)
                .flatMap(decoders::ofReadings)
                .map(decoder -> decoder.decode(message.payload()))
                .stream()
                .flatMap(readings -> readings.stream().flatMap(decoded -> of(message, decoded).stream()));
    }

    /** As the gateway and the job read it; a default content type of the registry is not known here. */
    private static Optional<String> contentType(Message message) {
        return Stream.of(message.bag().split("&"))
                .filter(pair -> pair.toLowerCase(Locale.ROOT).startsWith(CONTENT_TYPE))
                .map(pair -> URLDecoder.decode(pair.substring(CONTENT_TYPE.length()), StandardCharsets.UTF_8))
                .findFirst()
                .or(message::contentType);
    }

    private Optional<Reading> of(Message message, DecodedReading decoded) {
        if (!plans.isDevice(message.device())) {
            return Optional.empty();
        }
        Reading reading = taken(message, decoded);
        Attribution attribution = plans.attribution(message.device(), reading);
        boolean isSomebodys = attribution.owner().filter(WatchFiles::isName).isPresent();
        return isSomebodys && !isSameContentAsJustNow(message, decoded)
                ? Optional.of(reading.attributed(attribution, 0))
                : Optional.empty();
    }

    private Reading taken(Message message, DecodedReading decoded) {
        Reading reading = decoded.received(
                tenant, message.device(), message.payload(), message.receivedAt(), message.receivedAt());
        return taken.computeIfAbsent(reading.id(), id -> clocks.byItsClock(decoded, reading));
    }

    /** Of a device without a clock; the vitals job takes it for one reading too. */
    private boolean isSameContentAsJustNow(Message message, DecodedReading decoded) {
        if (!ReadingIds.needsArrival(decoded)) {
            return false;
        }
        String key = ReadingIds.contentKey(tenant, message.device(), decoded, message.payload());
        Instant before = contents.get(key);
        boolean isSame = before != null
                && Duration.between(before, message.receivedAt()).abs().compareTo(ONE_READING_WITHIN) <= 0;
        if (!isSame) {
            contents.put(key, message.receivedAt());
        }
        return isSame;
    }
}
