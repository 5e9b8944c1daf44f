package io.derwent.streamjobs.vitals;

import io.derwent.clinical.Episode;
import io.derwent.clinical.Heard;
import io.derwent.clinical.Observation;
import io.derwent.clinical.Offline;
import io.derwent.clinical.PassedEpisode;
import io.derwent.clinical.PatientState;
import io.derwent.clinical.Pause;
import io.derwent.clinical.RuleState;
import io.derwent.clinical.WaitingAction;
import io.derwent.model.AlertAction;
import io.derwent.model.Finding;
import io.derwent.model.Kind;
import io.derwent.model.Mark;
import io.derwent.model.Parameter;
import io.derwent.model.Severity;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.java.typeutils.runtime.PojoSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a patient, as few bytes (docs/adr/0038-states-of-patients-by-hand.md). A persistent format: a byte with
 * the version, then the record, component by component in the order of its declaration, by {@link CompactWriter}; records in it
 * likewise, an absent one as a flag alone.
 *
 * <p>To add a component: at the end of its record, written always, read where the version is high enough and absent before,
 * and {@link #VERSION} one more. Versions only rise; every version ever written is read. Of states written by Flink's own
 * serializer, before there was this one, Flink makes such bytes when a job restores them.
 */
public final class PatientStateSerializer extends ImmutableSerializer<PatientState> {
    public static final PatientStateSerializer INSTANCE = new PatientStateSerializer();

    static final int VERSION = 2;

    /** Since when devices that nothing can come from are remembered. */
    private static final int WITH_OFFLINE = 2;

    private static final long serialVersionUID = 1L;

    private PatientStateSerializer() {}

    @Override
    public void serialize(PatientState state, DataOutputView out) throws IOException {
        out.writeByte(VERSION);
        new Writing(new CompactWriter(out)).state(state);
    }

    @Override
    public PatientState deserialize(DataInputView in) throws IOException {
        int version = in.readUnsignedByte();
        if (version < 1 || version > VERSION) {
            throw new IOException("the state of a patient is of version %d, this build reads versions 1 to %d"
                    .formatted(version, VERSION));
        }
        return new Reading(new CompactReader(in), version).state();
    }

    /** One state on its way out. */
    private record Writing(CompactWriter out) {
        void state(PatientState state) throws IOException {
            out.list(state.rules(), this::rule);
            out.list(state.waiting(), this::action);
            out.listOrNone(state.values(), this::observation);
            out.listOrNone(state.heard(), this::heard);
            out.time(state.seenTo());
            @Nullable Pause pause = state.pause();
            out.flag(pause != null);
            if (pause != null) {
                out.time(pause.from());
                out.time(pause.to());
            }
            out.listOrNone(state.offline(), this::offline);
        }

        private void rule(RuleState rule) throws IOException {
            out.word(rule.rule());
            out.list(rule.observations(), this::observation);
            @Nullable Episode episode = rule.episode();
            out.flag(episode != null);
            if (episode != null) {
                episode(episode);
            }
            out.list(rule.passed(), this::passed);
        }

        private void observation(Observation observation) throws IOException {
            out.id(observation.reading());
            out.number(observation.revision());
            out.word(observation.device());
            out.constant(observation.kind());
            out.time(observation.effectiveTime());
            out.time(observation.receivedAt());
            out.count(observation.quantities().size());
            for (Map.Entry<Parameter, BigDecimal> quantity :
                    observation.quantities().entrySet()) {
                out.constant(quantity.getKey());
                out.decimal(quantity.getValue());
            }
            out.count(observation.findings().size());
            for (Map.Entry<Finding, String> finding : observation.findings().entrySet()) {
                out.constant(finding.getKey());
                out.word(finding.getValue());
            }
            out.list(observation.marks(), out::constant);
            out.number(observation.grade());
            out.flag(observation.extreme());
            out.number(observation.spo2Scale());
            @Nullable Long seq = observation.seq();
            out.flag(seq != null);
            if (seq != null) {
                out.number(seq);
            }
            out.id(observation.judgedBy());
        }

        private void episode(Episode episode) throws IOException {
            out.id(episode.alert());
            out.constant(episode.phase());
            out.constant(episode.severity());
            out.time(episode.firstBreachAt());
            out.time(episode.lastBreachAt());
            out.list(episode.readings(), out::id);
            out.id(episode.clearedBy());
            out.time(episode.resolvedAt());
            out.word(episode.acknowledgedBy());
            out.time(episode.snoozedUntil());
            out.time(episode.openedAt());
            out.listOrNone(episode.aliases(), out::id);
        }

        private void passed(PassedEpisode passed) throws IOException {
            out.id(passed.alert());
            out.time(passed.from());
            out.time(passed.to());
            out.list(passed.readings(), out::id);
        }

        private void action(WaitingAction action) throws IOException {
            out.id(action.id());
            out.id(action.alert());
            out.constant(action.kind());
            out.word(action.who());
            out.time(action.at());
            out.time(action.until());
        }

        private void heard(Heard heard) throws IOException {
            out.constant(heard.kind());
            out.time(heard.effectiveTime());
            out.time(heard.receivedAt());
            out.word(heard.device());
            out.list(heard.marks(), out::constant);
        }

        private void offline(Offline offline) throws IOException {
            out.word(offline.device());
            out.word(offline.line());
            out.time(offline.since());
        }
    }

    /** One state on its way in. */
    private record Reading(CompactReader in, int version) {
        PatientState state() throws IOException {
            return new PatientState(
                    in.list(this::rule),
                    in.list(this::action),
                    in.listOrNone(this::observation),
                    in.listOrNone(this::heard),
                    in.timeOrNone(),
                    in.flag() ? new Pause(in.time(), in.time()) : null,
                    version < WITH_OFFLINE ? null : in.listOrNone(this::offline));
        }

        private RuleState rule() throws IOException {
            return new RuleState(
                    in.word(), in.list(this::observation), in.flag() ? episode() : null, in.list(this::passed));
        }

        private Observation observation() throws IOException {
            return new Observation(
                    in.id(),
                    (int) in.number(),
                    in.word(),
                    in.constant(Kind.class),
                    in.time(),
                    in.time(),
                    quantities(),
                    findings(),
                    in.list(() -> in.constant(Mark.class)),
                    (int) in.number(),
                    in.flag(),
                    (int) in.number(),
                    in.flag() ? in.number() : null,
                    in.idOrNone());
        }

        /** Most observations have one: no map needs to be built for it. */
        private Map<Parameter, BigDecimal> quantities() throws IOException {
            long size = in.count();
            if (size <= 1) {
                return size == 0 ? Map.of() : Map.of(in.constant(Parameter.class), in.decimal());
            }
            Map<Parameter, BigDecimal> quantities = new EnumMap<>(Parameter.class);
            for (long i = 0; i < size; i++) {
                quantities.put(in.constant(Parameter.class), in.decimal());
            }
            return quantities;
        }

        private Map<Finding, String> findings() throws IOException {
            long size = in.count();
            if (size == 0) {
                return Map.of();
            }
            Map<Finding, String> findings = new EnumMap<>(Finding.class);
            for (long i = 0; i < size; i++) {
                findings.put(in.constant(Finding.class), in.word());
            }
            return findings;
        }

        private Episode episode() throws IOException {
            return new Episode(
                    in.id(),
                    in.constant(Episode.Phase.class),
                    in.constant(Severity.class),
                    in.time(),
                    in.time(),
                    in.list(in::id),
                    in.idOrNone(),
                    in.timeOrNone(),
                    in.wordOrNone(),
                    in.timeOrNone(),
                    in.timeOrNone(),
                    in.listOrNone(in::id));
        }

        private PassedEpisode passed() throws IOException {
            return new PassedEpisode(in.id(), in.time(), in.time(), in.list(in::id));
        }

        private WaitingAction action() throws IOException {
            return new WaitingAction(
                    in.id(), in.id(), in.constant(AlertAction.Kind.class), in.word(), in.time(), in.timeOrNone());
        }

        private Heard heard() throws IOException {
            return new Heard(
                    in.constant(Kind.class), in.time(), in.time(), in.word(), in.list(() -> in.constant(Mark.class)));
        }

        private Offline offline() throws IOException {
            return new Offline(in.word(), in.word(), in.time());
        }
    }

    @Override
    public TypeSerializerSnapshot<PatientState> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Stands beside the states in a savepoint: whoever restores them sees by whom they were written. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<PatientState> {
        public Snapshot() {
            super(() -> INSTANCE);
        }

        @Override
        public TypeSerializerSchemaCompatibility<PatientState> resolveSchemaCompatibility(
                TypeSerializerSnapshot<PatientState> old) {
            return old instanceof PojoSerializerSnapshot
                    ? TypeSerializerSchemaCompatibility.compatibleAfterMigration()
                    : super.resolveSchemaCompatibility(old);
        }
    }
}
