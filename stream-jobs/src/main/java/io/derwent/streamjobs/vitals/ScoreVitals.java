package io.derwent.streamjobs.vitals;

import io.derwent.clinical.HubAlert;
import io.derwent.clinical.HubAlerts;
import io.derwent.clinical.Offline;
import io.derwent.clinical.PatientState;
import io.derwent.clinical.PatientWatch;
import io.derwent.clinical.Pause;
import io.derwent.model.AlertAction;
import io.derwent.model.AlertEvent;
import io.derwent.model.CarePlan;
import io.derwent.streamjobs.CachedState;
import io.derwent.streamjobs.CachingOperator;
import io.derwent.streamjobs.EventTime;
import io.derwent.streamjobs.Opened;
import io.derwent.streamjobs.Ring;
import io.derwent.streamjobs.vitals.PatientUpdate.PlanVersion;
import io.derwent.wire.Codecs;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is remembered of each patient and asks {@link PatientWatch} what follows. Keyed by tenant and patient; the first
 * input are readings, the second care plans, actions on alerts, and what explains that readings do not come.
 *
 * <p>A reading is scored under the plan valid when it was received. Until the patient's first plan arrives readings wait
 * here, and are scored with that plan when it comes; what does not fit is counted and logged.
 *
 * <p>State per patient, all of it bounded:
 * <ul>
 *   <li>{@code care-plans}: stays as long as the patient has a plan; a few kilobytes.
 *   <li>{@code patient}: {@link PatientState}, which states its size; forgotten after {@code 67} days without a reading,
 *       longer than any rule looks back; one at hand ({@link CachedState}) may be remembered longer.
 *   <li>one timer, for what falls due next, and now and then one that is no longer needed.
 *   <li>{@code hub-alerts}: what hubs raised and we have not found yet ({@link HubAlerts}), at most 20, seven days.
 *   <li>{@code waiting-for-plan}: at most {@value #MOST_WAITING} readings, 60 days: older ones would not be scored anyway.
 * </ul>
 */
final class ScoreVitals extends CachingOperator.Function<Attributed, PatientUpdate, AlertEvent> {
    static final OutputTag<StoreWrite> ROWS = new OutputTag<>("rows", TypeInformation.of(StoreWrite.class));
    static final int MOST_WAITING = 500;

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ScoreVitals.class);
    private static final Duration REMEMBERED_FOR = Duration.ofDays(67);
    private static final Duration WAITING_FOR = Duration.ofDays(60);
    private static final Duration LONGEST_LEAP = Duration.ofMinutes(2);
    private static final Duration HUB_ALERTS_WAIT = Duration.ofDays(7);
    /** A reading that is this old when it arrives may be one that a hub without a line judged. */
    private static final Duration KEPT_BY_A_HUB = Duration.ofMinutes(1);

    private static final int PATIENTS_AT_HAND = 2_000;

    private final Clock clock;

    private transient @Nullable CachedState<PlanHistory> plans;
    private transient @Nullable CachedState<PatientState> patient;
    private transient @Nullable Ring<KeptReading> waiting;
    private transient @Nullable ListState<HubAlert> hubAlerts;
    private transient @Nullable Map<String, CarePlan> decodedPlans;
    private transient @Nullable Counter waitingForPlan;
    private transient @Nullable Counter neverScored;
    private transient @Nullable Counter scored;

    ScoreVitals(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void open(OpenContext context) {
        plans = cached(
                new ValueStateDescriptor<>("care-plans", TypeInformation.of(PlanHistory.class)), PATIENTS_AT_HAND);
        ValueStateDescriptor<PatientState> remembered =
                new ValueStateDescriptor<>("patient", PatientStateSerializer.INSTANCE);
        remembered.enableTimeToLive(StateTtlConfig.newBuilder(REMEMBERED_FOR).build());
        patient = cached(remembered, PATIENTS_AT_HAND);
        ListStateDescriptor<HubAlert> ofHubs =
                new ListStateDescriptor<>("hub-alerts", TypeInformation.of(HubAlert.class));
        ofHubs.enableTimeToLive(StateTtlConfig.newBuilder(HUB_ALERTS_WAIT).build());
        hubAlerts = getRuntimeContext().getListState(ofHubs);
        waiting = Ring.open(this, "waiting-for-plan", KeptReading.class, MOST_WAITING, WAITING_FOR);
        decodedPlans = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, CarePlan> eldest) {
                return size() > PATIENTS_AT_HAND;
            }
        };
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        waitingForPlan = metrics.counter("readings-waiting-for-plan");
        neverScored = metrics.counter("readings-never-scored");
        scored = metrics.counter("readings-scored");
    }

    @Override
    public void processElement1(Attributed attributed, Context context, Collector<AlertEvent> out) throws Exception {
        @Nullable PlanHistory known = Opened.of(plans).value(context.getCurrentKey());
        if (known == null) {
            waitForPlan(context.getCurrentKey(), attributed);
        } else {
            score(attributed, known, context, out);
        }
    }

    @Override
    public void processElement2(PatientUpdate update, Context context, Collector<AlertEvent> out) throws Exception {
        @Nullable PlanVersion plan = update.plan();
        if (plan != null) {
            changePlan(plan, context, out);
        }
        @Nullable AlertAction action = update.action();
        if (action != null) {
            String key = context.getCurrentKey();
            PatientState before = remembered(key);
            Opened.of(patient).update(key, PatientWatch.act(before, HubAlerts.canonical(before, action)));
            wakeUp(key, action.at(), context);
        }
        @Nullable HubAlert hubAlert = update.hubAlert();
        if (hubAlert != null) {
            merge(HubAlerts.with(waitingOfHubs(), hubAlert), hubAlert.lastBreachAt(), context, out);
        }
        explainMissing(update, context);
    }

    /** Why readings do not come: said when they are missed. */
    private void explainMissing(PatientUpdate update, Context context) throws Exception {
        String key = context.getCurrentKey();
        @Nullable Offline offline = update.offline();
        if (offline != null) {
            Opened.of(patient).update(key, PatientWatch.lost(remembered(key), offline));
        }
        @Nullable String online = update.online();
        if (online != null) {
            Opened.of(patient).update(key, PatientWatch.backOnLine(remembered(key), online));
        }
        @Nullable Pause pause = update.pause();
        if (pause != null) {
            Opened.of(patient).update(key, PatientWatch.paused(remembered(key), pause.from(), pause.to()));
            wakeUp(key, pause.from(), context);
        }
    }

    private List<HubAlert> waitingOfHubs() throws Exception {
        List<HubAlert> alerts = new ArrayList<>();
        Opened.of(hubAlerts).get().forEach(alerts::add);
        return alerts;
    }

    private void merge(List<HubAlert> alerts, Instant happened, Context context, Collector<AlertEvent> out)
            throws Exception {
        String key = context.getCurrentKey();
        if (alerts.isEmpty()) {
            return;
        }
        @Nullable PlanHistory known = Opened.of(plans).value(key);
        if (known != null) {
            Instant now = now(context, happened);
            PatientWatch.Outcome outcome =
                    PatientWatch.besideHubs(remembered(key), plan(key, known.at(now)), alerts, now);
            Opened.of(patient).update(key, outcome.state());
            Instant scoredAt = clock.instant();
            outcome.events().forEach(event -> out.collect(event.tracedAt(null, scoredAt)));
            wakeUp(key, now, context);
        }
        HubAlerts.Merged merged = HubAlerts.merge(remembered(key), alerts);
        Opened.of(patient).update(key, merged.state());
        Opened.of(hubAlerts).update(merged.waiting());
    }

    /**
     * Something fell due: a reading is missing, a measurement is to be repeated, nobody acted. Where time comes to it in one
     * leap, nothing was watched in between (docs/adr/0035).
     */
    @Override
    public void onTimer(long due, OnTimerContext context, Collector<AlertEvent> out) throws Exception {
        String key = context.getCurrentKey();
        @Nullable PlanHistory known = Opened.of(plans).value(key);
        boolean streamEnded = context.timerService().currentWatermark() == Long.MAX_VALUE;
        if (known == null || streamEnded) {
            return;
        }
        Instant from = Instant.ofEpochMilli(due);
        Instant now = now(context, from);
        List<CarePlan> plans = List.of(plan(key, known.at(from)), plan(key, known.at(now)));
        PatientState before = remembered(key);
        if (Duration.between(from, now).compareTo(LONGEST_LEAP) > 0) {
            before = PatientWatch.paused(before, from, now);
        }
        PatientWatch.Outcome outcome = PatientWatch.tick(before, plans, now);
        Opened.of(patient).update(key, outcome.state());
        Instant scoredAt = clock.instant();
        outcome.events().forEach(event -> out.collect(event.tracedAt(null, scoredAt)));
        if (!outcome.events().isEmpty()) {
            merge(waitingOfHubs(), now, context, out);
        }
        wakeUp(key, now, context);
    }

    /** Sets the timer for what falls due next. One that was set before and is no longer needed finds nothing to do. */
    private void wakeUp(String key, Instant after, Context context) throws Exception {
        @Nullable PlanHistory known = Opened.of(plans).value(key);
        if (known != null) {
            Instant now = now(context, after);
            PatientWatch.nextDue(remembered(key), plan(key, known.at(now)), now)
                    .map(EventTime::timerAt)
                    .ifPresent(context.timerService()::registerEventTimeTimer);
        }
    }

    /** Event time, or what happened just now if that is later. */
    private static Instant now(Context context, Instant happened) {
        Instant watermark = Instant.ofEpochMilli(context.timerService().currentWatermark());
        return watermark.isAfter(happened) ? watermark : happened;
    }

    private void score(Attributed attributed, PlanHistory known, Context context, Collector<AlertEvent> out)
            throws Exception {
        String key = context.getCurrentKey();
        CarePlan plan = plan(key, known.at(attributed.reading().receivedAt()));
        PatientState before = remembered(key);
        PatientWatch.Outcome outcome =
                switch (attributed.step()) {
                    case OBSERVE -> PatientWatch.observe(before, plan, attributed.reading());
                    case WITHDRAW -> PatientWatch.withdraw(before, plan, attributed.reading(), attributed.at());
                };
        Opened.of(patient).update(key, outcome.state());
        Opened.of(scored).inc();
        outcome.score().ifPresent(result -> context.output(ROWS, StoreWrite.scored(result)));
        if (!outcome.events().isEmpty()) {
            Instant scoredAt = clock.instant();
            outcome.events().forEach(event -> out.collect(event.tracedAt(attributed.decodedAt(), scoredAt)));
            // Only a step of an alert starts a clock; what the schedule expects has its timer already.
            wakeUp(key, attributed.at(), context);
        }
        boolean wasKeptByAHub = attributed.reading().age().compareTo(KEPT_BY_A_HUB) > 0;
        if (!outcome.events().isEmpty() || wasKeptByAHub) {
            merge(waitingOfHubs(), attributed.at(), context, out);
        }
    }

    private void changePlan(PlanVersion plan, Context context, Collector<AlertEvent> out) throws Exception {
        String key = context.getCurrentKey();
        @Nullable PlanHistory known = Opened.of(plans).value(key);
        if (known != null) {
            Opened.of(plans).update(key, known.with(plan));
            wakeUp(key, plan.validFrom(), context);
            return;
        }
        PlanHistory first = PlanHistory.of(plan);
        Opened.of(plans).update(key, first);
        List<KeptReading> waited = new ArrayList<>();
        for (Map.Entry<Integer, KeptReading> entry : Opened.of(waiting).entries()) {
            waited.add(entry.getValue());
        }
        Opened.of(waiting).clear(key);
        waited.sort(Comparator.comparing(KeptReading::receivedAt).thenComparing(KeptReading::id));
        for (KeptReading reading : waited) {
            String owner = Opened.of(reading.patient());
            Attributed attributed = new Attributed(
                    Attributed.Step.OBSERVE, reading.toReading(), owner, reading.receivedAt(), clock.instant());
            score(attributed, first, context, out);
        }
        wakeUp(key, plan.validFrom(), context);
    }

    private void waitForPlan(String key, Attributed attributed) throws Exception {
        Ring<KeptReading> room = Opened.of(waiting);
        if (attributed.step() == Attributed.Step.WITHDRAW) {
            List<Integer> withdrawn = new ArrayList<>();
            for (Map.Entry<Integer, KeptReading> entry : room.entries()) {
                if (entry.getValue().id().equals(attributed.reading().id())) {
                    withdrawn.add(entry.getKey());
                }
            }
            for (Integer slot : withdrawn) {
                room.remove(slot);
            }
            return;
        }
        Opened.of(waitingForPlan).inc();
        if (room.add(key, KeptReading.of(attributed.reading()))) {
            Opened.of(neverScored).inc();
            LOG.warn(
                    "a patient of tenant {} has no care plan and more than {} readings: the oldest will not be scored",
                    attributed.reading().tenant(),
                    MOST_WAITING);
        }
    }

    private PatientState remembered(String key) throws Exception {
        @Nullable PatientState state = Opened.of(patient).value(key);
        return state == null ? PatientState.empty() : state;
    }

    private CarePlan plan(String key, PlanVersion version) {
        return Opened.of(decodedPlans)
                .computeIfAbsent(
                        key + '@' + version.version(),
                        unknown -> Codecs.carePlans().decode(version.json().getBytes(StandardCharsets.UTF_8)));
    }
}
