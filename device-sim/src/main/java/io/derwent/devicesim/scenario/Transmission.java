package io.derwent.devicesim.scenario;

import io.derwent.devicesim.ledger.Inventory;
import io.derwent.devicesim.ledger.LedgerEntry;
import io.derwent.devicesim.ledger.LedgerEntry.Implies;
import io.derwent.devicesim.ledger.LedgerEntry.State;
import io.derwent.devicesim.link.Puback;
import io.derwent.devicesim.link.Publication;
import io.derwent.wire.DecodedPing;
import io.derwent.wire.DecodedReading;
import io.derwent.wire.InvalidPayload;
import io.derwent.wire.PayloadDecoders;
import io.derwent.wire.ReadingIds;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One message a device sends.
 *
 * @param due       when it is sent
 * @param cutsOff   whether the connection dies between its PUBLISH and its PUBACK
 * @param inventory what it holds if it is a reader's; null otherwise
 */
@SuppressWarnings("ArrayRecordComponent") // bytes as they are sent; transmissions are never compared
public record Transmission(
        SimDevice device,
        String contentType,
        byte[] payload,
        Instant due,
        boolean cutsOff,
        @Nullable String story,
        Implies implies,
        @Nullable Inventory inventory) {
    private static final PayloadDecoders DECODERS = PayloadDecoders.standard();

    /** The same device's bytes that the gateway must refuse, so that nothing comes of what is in them. */
    Transmission refused(byte[] spoiled) {
        return new Transmission(device, contentType, spoiled, due, cutsOff, story, Implies.REFUSAL, null);
    }

    Transmission dueLater(Duration by) {
        return new Transmission(device, contentType, payload, due.plus(by), cutsOff, story, implies, inventory);
    }

    Transmission cutOff() {
        return new Transmission(device, contentType, payload, due, true, story, implies, inventory);
    }

    Publication publication() {
        return new Publication(device.topic(), contentType, payload);
    }

    /** Id of the reading in it, or empty if it cannot be read or only its arrival identifies it. */
    public Optional<String> readingId() {
        return decoded()
                .filter(reading -> !ReadingIds.needsArrival(reading))
                .map(reading -> ReadingIds.of(device.tenant(), device.id(), reading, payload));
    }

    private Optional<DecodedReading> decoded() {
        try {
            return DECODERS.ofReadings(contentType).stream()
                    .flatMap(decoder -> decoder.decode(payload).stream())
                    .findFirst();
        } catch (InvalidPayload e) {
            return Optional.empty();
        }
    }

    /** When the last tag was read, by the reader's clock. */
    private Optional<Instant> newestRead() {
        try {
            return DECODERS.ofPings(contentType).stream()
                    .flatMap(decoder -> decoder.decode(payload).stream())
                    .map(DecodedPing::deviceTime)
                    .filter(Objects::nonNull)
                    .max(Comparator.naturalOrder());
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
                device.behindHub(),
                readingId().orElse(null),
                reading.map(one -> one.measurement().kind().code()).orElse(null),
                device.patient(),
                reading.map(DecodedReading::deviceTime).or(this::newestRead).orElse(null),
                sha256(payload),
                puback == null ? null : puback.reasonCode(),
                puback == null || puback.reason().isEmpty() ? null : puback.reason(),
                sentAt,
                now,
                story,
                implies,
                inventory);
    }

    private static String sha256(byte[] payload) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(payload));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
