package io.derwent.streamjobs.vitals;

import io.derwent.clinical.Line;
import io.derwent.clinical.Offline;
import io.derwent.clinical.Pause;
import io.derwent.streamjobs.Opened;
import java.time.Instant;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Tells each patient's watch when a line its readings come by has gone and when it is back ({@link Line}), and all of them
 * when nothing could come in at all. Keyed by tenant and line; the second input, to every subtask, are pauses of reception.
 *
 * <p>State {@code line}: {@link Line}, which states its size. It stays: a hub may be connected for months, and there are as
 * many as devices. Nothing is kept of the second input.
 */
final class WatchLines extends KeyedBroadcastProcessFunction<String, LineEvent, Pause, PatientUpdate> {
    /** Flink wants one for a second input; nothing is kept in it. */
    static final MapStateDescriptor<Void, Void> NOTHING = new MapStateDescriptor<>("nothing", Types.VOID, Types.VOID);

    private static final long serialVersionUID = 1L;

    private transient @Nullable ValueState<Line> line;

    @Override
    public void open(OpenContext context) {
        line = getRuntimeContext().getState(descriptor());
    }

    private static ValueStateDescriptor<Line> descriptor() {
        return new ValueStateDescriptor<>("line", TypeInformation.of(Line.class));
    }

    @Override
    public void processElement(LineEvent event, ReadOnlyContext context, Collector<PatientUpdate> out)
            throws Exception {
        @Nullable Line known = Opened.of(line).value();
        Line before = known == null ? Line.of(event.tenant(), event.line()) : known;
        Line after =
                switch (event.step()) {
                    case CONNECTED -> before.connected(Opened.of(event.client()), event.at());
                    case DISCONNECTED -> before.disconnected(Opened.of(event.client()), event.at());
                    case USED -> before.usedBy(Opened.of(event.device()), Opened.of(event.patient()));
                    case LEFT -> before.leftBy(Opened.of(event.device()));
                };
        if (after.equals(before)) {
            return;
        }
        Opened.of(line).update(after);
        @Nullable Instant since = after.offlineSince();
        if (since != null && before.offlineSince() == null) {
            after.users().forEach(user -> out.collect(lost(after, user, since)));
        } else if (since == null && before.offlineSince() != null) {
            after.users().forEach(user -> out.collect(PatientUpdate.online(after.tenant(), user)));
        } else if (since != null) {
            before.users().stream()
                    .filter(user -> !after.users().contains(user))
                    .forEach(user -> out.collect(PatientUpdate.online(after.tenant(), user)));
        }
    }

    private static PatientUpdate lost(Line line, Line.User user, Instant since) {
        return PatientUpdate.lost(line.tenant(), user.patient(), new Offline(user.device(), line.id(), since));
    }

    @Override
    public void processBroadcastElement(Pause pause, Context context, Collector<PatientUpdate> out) throws Exception {
        context.applyToKeyedState(descriptor(), (key, state) -> {
            Line known = state.value();
            known.users().stream()
                    .map(Line.User::patient)
                    .distinct()
                    .forEach(patient -> out.collect(PatientUpdate.paused(known.tenant(), patient, pause)));
        });
    }
}
