package io.derwent.devicesim.verify;

import io.derwent.devicesim.ledger.Inventory;
import io.derwent.devicesim.ledger.LedgerEntry;
import io.derwent.devicesim.ledger.LedgerEntry.State;
import io.derwent.model.OwnedId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message of a reader in the ledger, sent perhaps several times.
 *
 * @param reader       tenant and device
 * @param readFrom     before this none of its tags was read, by the clock that counts
 * @param readTo       after this none was
 * @param acknowledged whether its PUBACK came
 * @param sentAt       before the gateway can have received it
 * @param at           by when it has, if it is acknowledged
 */
record ReaderMessage(
        ReaderName reader,
        Inventory inventory,
        Instant readFrom,
        Instant readTo,
        boolean acknowledged,
        Instant sentAt,
        Instant at) {
    /** A round of inventory, and what a clock may be beside the other. */
    private static final Duration ROUND = Duration.ofSeconds(3);

    /** A reader of a tenant. */
    record ReaderName(String tenant, String device) {
        /** What a tenant calls so; another's is {@code id@tenant}. */
        static ReaderName of(String device, String tenant) {
            OwnedId owned = OwnedId.read(device, tenant);
            return new ReaderName(owned.tenant(), owned.id());
        }

        static ReaderName of(LedgerEntry entry) {
            return new ReaderName(entry.tenant(), entry.device());
        }

        @Override
        public String toString() {
            return tenant + "/" + device;
        }
    }

    private record Key(ReaderName reader, String sha256, Instant sentAt) {}

    /** All messages of readers, in the order they were sent. */
    static List<ReaderMessage> of(List<LedgerEntry> entries) {
        Map<Key, ReaderMessage> messages = new LinkedHashMap<>();
        for (LedgerEntry entry : entries) {
            @Nullable Inventory inventory = entry.inventory();
            if (inventory != null && entry.state() != State.REFUSED) {
                Key key = new Key(ReaderName.of(entry), entry.sha256(), entry.sentAt());
                // The line of the acknowledgement comes after that of the sending.
                messages.put(key, of(entry, inventory));
            }
        }
        List<ReaderMessage> inOrder = new ArrayList<>(messages.values());
        inOrder.sort(Comparator.comparing(ReaderMessage::sentAt));
        return inOrder;
    }

    /** A time that lies ahead of the receipt counts as the receipt; so does none. */
    private static ReaderMessage of(LedgerEntry entry, Inventory inventory) {
        @Nullable Instant time = entry.effectiveTime();
        Instant from = time == null ? entry.sentAt() : earlier(time, entry.sentAt());
        Instant to = time == null ? entry.at() : earlier(time, entry.at());
        return new ReaderMessage(
                ReaderName.of(entry),
                inventory,
                from.minus(ROUND),
                to.plus(ROUND),
                entry.state() == State.ACKNOWLEDGED,
                entry.sentAt(),
                entry.at());
    }

    static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
