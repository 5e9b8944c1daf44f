package io.derwent.devicesim.scenario;

import io.derwent.devicesim.ledger.LedgerEntry;
import io.derwent.devicesim.ledger.LedgerEntry.Implies;
import io.derwent.devicesim.ledger.LedgerEntry.State;
import io.derwent.devicesim.link.Puback;
import io.derwent.devicesim.link.Publication;
import io.derwent.wire.DecodedReading;
import io.derwent.wire.InvalidPayload;
import io.derwent.wire.PayloadDecoders;
import io.derwent.wire.ReadingIds;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One message a device sends.
 *
 * @param due           when it is sent
 * @param cutsOff       whether the connection dies between its PUBLISH and its PUBACK
 */
@SuppressWarnings("ArrayRecordComponent") // bytes as they are sent; transmissions are never compared
public record Transmission(
        SimDevice device,
        byte[] payload,
        Instant due,
        boolean cutsOff,
        @Nullable String story,
        Implies implies) {
    private static final PayloadDecoders DECODERS = PayloadDecoders.standard();

    static Transmission of(Taken taken) {
        byte[] payload = CanonicalPayload.of(taken.measurement(), taken.deviceTime(), null);
        return new Transmission(taken.device(), payload, taken.due(), false, taken.story(), taken.implies());
    }

    Transmission with(byte[] payload, Implies implies) {
        return new Transmission(device, payload, due, cutsOff, story, implies);
    }

    Transmission dueLater(Duration by) {
        return new Transmission(device, payload, due.plus(by), cutsOff, story, implies);
    }

    Transmission cutOff() {
        return new Transmission(device, payload, due, true, story, implies);
    }

    Publication publication() {
        return new Publication(device.topic(), CanonicalPayload.CONTENT_TYPE, payload);
    }

    /** Id of the reading in it, or empty if it cannot be read or only its arrival identifies it. */
    public Optional<String> readingId() {
        return decoded()
                .filter(reading -> !ReadingIds.needsArrival(reading))
                .map(reading -> ReadingIds.of(device.tenant(), device.id(), reading, payload));
    }

    private Optional<DecodedReading> decoded() {
        try {
            return DECODERS.ofReadings(CanonicalPayload.CONTENT_TYPE).orElseThrow().decode(payload).stream()
                    .findFirst();
        } catch (InvalidPayload e) {
            return Optional.empty();
        }
    }

    /** The ledger's line about it. */
    LedgerEntry entry(State state, @Nullable Puback puback, Instant sentAt, Instant now) {
        Optional<DecodedReading> reading = decoded();
        return new LedgerEntry(
                state,
                device.tenant(),
                device.id(),
                device.sender(),
                readingId().orElse(null),
                reading.map(one -> one.measurement().kind().code()).orElse(null),
                device.patient(),
                reading.map(DecodedReading::deviceTime).orElse(null),
                sha256(payload),
                puback == null ? null : puback.reasonCode(),
                puback == null || puback.reason().isEmpty() ? null : puback.reason(),
                sentAt,
                now,
                story,
                implies);
    }

    private static String sha256(byte[] payload) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(payload));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
