package io.derwent.streamjobs.vitals;

import io.derwent.model.Reading;
import io.derwent.streamjobs.CachedState;
import io.derwent.streamjobs.CachingOperator;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.jspecify.annotations.Nullable;

/**
 * By which line each device's newest reading came, and whose it was; tells of changes only. State {@code device-line}: some
 * 60 bytes a device. It stays, because {@link WatchLines} keeps what it was told once: there are as many as devices.
 */
final class DeviceLines {
    private static final int DEVICES_AT_HAND = 10_000;

    private final CachedState<Use> uses;

    /** A line in use; a persistent format. */
    public record Use(String line, String patient) {}

    private DeviceLines(CachedState<Use> uses) {
        this.uses = uses;
    }

    /** For {@code open()} of a function keyed by device. */
    static DeviceLines open(CachingOperator.Function<?, ?, ?> function) {
        return new DeviceLines(function.cached(
                new ValueStateDescriptor<>("device-line", TypeInformation.of(Use.class)), DEVICES_AT_HAND));
    }

    /**
     * A reading of a patient came.
     *
     * @param via the hub it came through; null if the device connects itself
     */
    List<LineEvent> came(String key, Reading reading, String patient, @Nullable String via) throws Exception {
        @Nullable Use before = uses.value(key);
        Use after = new Use(via == null ? reading.device() : via, patient);
        if (after.equals(before)) {
            return List.of();
        }
        uses.update(key, after);
        List<LineEvent> events = new ArrayList<>();
        if (before != null && !before.line().equals(after.line())) {
            events.add(LineEvent.left(reading.tenant(), before.line(), reading.receivedAt(), reading.device()));
        }
        events.add(LineEvent.used(
                reading.tenant(), after.line(), reading.receivedAt(), reading.device(), after.patient()));
        return events;
    }
}
