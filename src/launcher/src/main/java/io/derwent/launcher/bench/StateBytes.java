package io.derwent.launcher.bench;

import io.derwent.clinical.PatientState;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** What is remembered of a patient as bytes, by the very serializer with which the vitals job keeps it. One thread. */
final class StateBytes {
    private static final int USUAL_BYTES = 4_096;

    private final TypeSerializer<PatientState> serializer;
    private final DataOutputSerializer out = new DataOutputSerializer(USUAL_BYTES);
    private final DataInputDeserializer in = new DataInputDeserializer();

    StateBytes() {
        Configuration nothingByKryo = new Configuration();
        nothingByKryo.set(PipelineOptions.GENERIC_TYPES, false);
        serializer = TypeInformation.of(PatientState.class).createSerializer(new SerializerConfigImpl(nothingByKryo));
    }

    byte[] of(PatientState state) {
        try {
            out.clear();
            serializer.serialize(state, out);
            return out.getCopyOfBuffer();
        } catch (IOException e) {
            throw new UncheckedIOException("a state cannot be written", e);
        }
    }

    PatientState read(byte[] bytes) {
        try {
            in.setBuffer(bytes);
            return serializer.deserialize(in);
        } catch (IOException e) {
            throw new UncheckedIOException("a state cannot be read", e);
        }
    }
}
