package io.derwent.edge;

import io.derwent.model.AssignmentHistory;
import io.derwent.model.Attribution;
import io.derwent.model.CarePlan;
import io.derwent.model.Reading;
import io.derwent.wire.Codecs;
import io.derwent.wire.HubPlans;
import io.derwent.wire.InvalidPayload;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the platform sent of the people behind the hub, on disk: whose which device is, and their plans. For the hub's thread. */
final class SentPlans {
    private static final Logger LOG = LoggerFactory.getLogger(SentPlans.class);

    private final WatchFiles files;
    private final String tenant;
    private Optional<KnownPlans> known;

    private SentPlans(WatchFiles files, String tenant) {
        this.files = files;
        this.tenant = tenant;
        this.known = files.plans().flatMap(this::read).map(sent -> new KnownPlans(sent, earlier()));
    }

    /** What was sent before. */
    static SentPlans open(WatchFiles files, String tenant) {
        return new SentPlans(files, tenant);
    }

    /**
     * Plans came. Older ones than those known, others' and such as cannot be read are left.
     *
     * @return whether they take the place of what was known
     */
    boolean follow(byte[] payload) {
        return read(payload)
                .filter(sent -> version().map(before -> sent.version() > before).orElse(true))
                .map(sent -> follow(sent, payload))
                .orElse(false);
    }

    private boolean follow(HubPlans sent, byte[] payload) {
        KnownPlans followed =
                known.map(before -> before.followedBy(sent)).orElseGet(() -> new KnownPlans(sent, List.of()));
        try {
            files.writePlans(
                    Codecs.hubPlans().encode(new HubPlans(tenant, sent.version(), List.of(), followed.earlier())),
                    payload);
        } catch (IOException e) {
            LOG.error("the plans that came cannot be kept: {}", e.getMessage());
            return false;
        }
        known = Optional.of(followed);
        LOG.info(
                "{} care plans came for {} devices",
                patients().size(),
                sent.assignments().size());
        return true;
    }

    private Optional<HubPlans> read(byte[] json) {
        try {
            return Optional.of(Codecs.hubPlans().decode(json))
                    .filter(sent -> sent.tenant().equals(tenant));
        } catch (InvalidPayload e) {
            LOG.error("plans that this hub cannot read, it may be too old for them: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private List<CarePlan> earlier() {
        return files.earlierPlans().flatMap(this::read).map(HubPlans::carePlans).orElse(List.of());
    }

    /** Whether anything was ever sent. */
    boolean areKnown() {
        return known.isPresent();
    }

    Optional<Long> version() {
        return known.map(plans -> plans.newest().version());
    }

    /** Everybody with a plan. */
    List<String> patients() {
        return known.map(KnownPlans::patients).orElse(List.of());
    }

    boolean isPatient(String id) {
        return WatchFiles.isName(id) && known.map(plans -> plans.knows(id)).orElse(false);
    }

    /** The plan by which what was received then is judged; empty for somebody who has none. */
    Optional<CarePlan> planAt(String patient, Instant receivedAt) {
        return known.flatMap(plans -> plans.planAt(patient, receivedAt));
    }

    /** Whose a reading is that this device took. */
    Attribution attribution(String device, Reading reading) {
        return known.map(plans -> plans.attribution(device, reading)).orElse(Attribution.NOBODYS);
    }

    /** Whether it is anybody's, or was. */
    boolean isDevice(String id) {
        return known.stream()
                .flatMap(plans -> plans.newest().assignments().stream())
                .map(AssignmentHistory::device)
                .anyMatch(id::equals);
    }

    /** A device of the patient's. */
    Optional<String> deviceOf(String patient, Instant now) {
        return known.flatMap(plans -> plans.deviceOf(patient, now));
    }

    /** What to call a patient; empty before anything was sent. */
    Optional<String> name(String patient) {
        return known.map(plans -> plans.name(patient));
    }
}
