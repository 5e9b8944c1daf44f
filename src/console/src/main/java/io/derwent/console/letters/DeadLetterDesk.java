package io.derwent.console.letters;

import io.derwent.console.access.Access;
import io.derwent.console.access.Caller;
import io.derwent.console.access.Listed;
import io.derwent.console.access.Refusal;
import io.derwent.console.feeds.Publisher;
import io.derwent.console.http.Unavailable;
import io.derwent.model.DeadLetter;
import io.derwent.store.Database;
import io.derwent.store.DeadLetters;
import io.derwent.wire.HonoRecord;
import io.derwent.wire.HonoTopics;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists dead letters and sends them again. Blocks on database and Kafka. */
public final class DeadLetterDesk {
    private static final int MOST_LISTED = 500;

    private final Database database;
    private final Publisher publisher;
    private final Access access;
    private final Clock clock;

    public DeadLetterDesk(Database database, Publisher publisher, Access access, Clock clock) {
        this.database = database;
        this.publisher = publisher;
        this.access = access;
        this.clock = clock;
    }

    /** The newest letters of the caller's tenant. */
    public Listed<DeadLetters.Stored> list(Caller caller) {
        String tenant = caller.tenant();
        access.note(caller, "dead-letters.list", Map.of());
        return database.inTenant(
                tenant, connection -> Listed.of(DeadLetters.list(connection, tenant, MOST_LISTED + 1), MOST_LISTED));
    }

    /**
     * Sends the original bytes to the original topic with the original key and headers, so that the jobs read them as if for
     * the first time, and notes who did. Sent twice, it is still one reading.
     *
     * @throws Refusal     NOT_FOUND if the caller's tenant has no such letter
     * @throws Unavailable if Kafka does not take it
     */
    public void replay(Caller caller, String id) {
        String tenant = caller.tenant();
        Instant now = clock.instant();
        DeadLetter letter = database.inTenant(tenant, connection -> DeadLetters.find(connection, tenant, id))
                .map(DeadLetters.Stored::letter)
                .orElseThrow(() -> Refusal.notFound("there is no dead letter " + id));
        if (!HonoTopics.tenantOf(letter.topic()).equals(Optional.of(tenant))) {
            throw Refusal.conflict("the letter's topic %s is not one of %s".formatted(letter.topic(), tenant));
        }
        try {
            publisher.publish(
                    List.of(new HonoRecord(letter.topic(), letter.device(), letter.headers(), letter.payload())
                            .toProducerRecord()));
        } catch (Publisher.NotPublished e) {
            throw new Unavailable("Kafka does not take the letter; try again in a moment", e);
        }
        database.inTenant(tenant, connection -> DeadLetters.markReplayed(connection, tenant, id, now, caller.who()));
        access.note(caller, "dead-letter.replay", Map.of("letter", id, "device", letter.device()));
    }
}
