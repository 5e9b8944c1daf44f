package io.derwent.devicesim.scenario;

import io.derwent.devicesim.ledger.Inventory;
import io.derwent.devicesim.ledger.LedgerEntry.Implies;
import io.derwent.devicesim.scenario.CanonicalPings.Read;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reader's round of inventory, before anything happens to it on the way.
 *
 * @param reads        none for a round that found nothing: a sign of life
 * @param due          when the reader sends it
 * @param story        name of the story it belongs to; null for an ordinary round
 * @param inventory    what must come of it
 */
public record Round(
        SimDevice reader,
        List<Read> reads,
        Instant due,
        @Nullable String story,
        Inventory inventory) implements Outgoing {
    public Round {
        reads = List.copyOf(reads);
    }

    @Override
    public Round dueLater(Duration by) {
        return new Round(reader, reads, due.plus(by), story, inventory);
    }

    @Override
    public Round clockAhead(Duration ahead) {
        return with(reads.stream()
                .map(read -> read.time() == null ? read : read.at(read.time().plus(ahead)))
                .toList());
    }

    @Override
    public Round withoutClock() {
        return with(reads.stream().map(read -> read.at(null)).toList());
    }

    private Round with(List<Read> changed) {
        return new Round(reader, changed, due, story, inventory);
    }

    @Override
    public Transmission transmission() {
        return new Transmission(
                reader,
                CanonicalPings.CONTENT_TYPE,
                CanonicalPings.of(reader.id(), reads),
                due,
                false,
                story,
                Implies.NOTHING,
                inventory);
    }
}
