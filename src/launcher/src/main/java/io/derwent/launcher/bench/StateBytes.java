package io.derwent.launcher.bench;

import io.derwent.clinical.PatientState;
import io.derwent.streamjobs.vitals.PatientStateSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** What is remembered of a patient as bytes, by the very serializer with which the vitals job keeps it. One thread. */
final class StateBytes {
    private static final int USUAL_BYTES = 4_096;

    private final DataOutputSerializer out = new DataOutputSerializer(USUAL_BYTES);
    private final DataInputDeserializer in = new DataInputDeserializer();

    byte[] of(PatientState state) {
        try {
            out.clear();
            PatientStateSerializer.INSTANCE.serialize(state, out);
            return out.getCopyOfBuffer();
        } catch (IOException e) {
            throw new UncheckedIOException("a state cannot be written", e);
        }
    }

    PatientState read(byte[] bytes) {
        try {
            in.setBuffer(bytes);
            return PatientStateSerializer.INSTANCE.deserialize(in);
        } catch (IOException e) {
            throw new UncheckedIOException("a state cannot be read", e);
        }
    }
}
