package io.derwent.streamjobs.vitals;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.Finding;
import io.derwent.model.Kind;
import io.derwent.model.Mark;
import io.derwent.model.Parameter;
import io.derwent.model.Reading;
import io.derwent.model.Whose;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingSerializerTest {
    private static final Instant TAKEN = Instant.parse("2026-11-26T08:05:00.123456789Z");

    static Stream<Reading> readings() {
        return Stream.of(
                reading(Map.of(Parameter.SPO2, new BigDecimal("97")), Map.of(), Set.of(), null, null, TAKEN),
                reading(
                        Map.of(),
                        Map.of(Finding.CONSCIOUSNESS, "A"),
                        EnumSet.allOf(Mark.class),
                        "patient-1",
                        0L,
                        TAKEN),
                reading(
                        Map.of(
                                Parameter.SYSTOLIC_BP, new BigDecimal("132.50"),
                                Parameter.DIASTOLIC_BP, new BigDecimal("8.4E+1"),
                                Parameter.PULSE_RATE, new BigDecimal("-0.000")),
                        Map.of(Finding.CONSCIOUSNESS, "V", Finding.AIR_OR_OXYGEN, "oxygen"),
                        Set.of(Mark.DOUBTFUL),
                        "Ærøskøbing \u0000 😀",
                        Long.MAX_VALUE,
                        Instant.MIN),
                reading(
                        Map.of(
                                Parameter.BODY_WEIGHT, BigDecimal.valueOf(Long.MIN_VALUE, 3),
                                Parameter.BODY_TEMPERATURE, new BigDecimal("9223372036854775808"),
                                Parameter.BLOOD_GLUCOSE, new BigDecimal("1234567890123456789012345678901234567.890")),
                        Map.of(),
                        Set.of(),
                        "",
                        -1L,
                        Instant.MAX));
    }

    @ParameterizedTest
    @MethodSource
    void whatItNamesComesThroughToo(Whose whose) throws IOException {
        Reading sent = reading(Map.of(), Map.of(), Set.of(), null, null, TAKEN).naming(whose);

        assertThat(again(ReadingSerializer.INSTANCE, sent)).isEqualTo(sent);
    }

    static Stream<Whose> whatItNamesComesThroughToo() {
        return Stream.of(new Whose(0, null), new Whose(255, "p1"), new Whose(null, ""));
    }

    private static Reading reading(
            Map<Parameter, BigDecimal> quantities,
            Map<Finding, String> findings,
            Set<Mark> marks,
            @Nullable String patient,
            @Nullable Long seq,
            Instant taken) {
        return new Reading(
                "0a1b",
                3,
                "acme",
                "cuff-1",
                patient,
                Kind.OBSERVATION_SET,
                quantities,
                findings,
                taken,
                TAKEN,
                marks,
                seq);
    }

    @ParameterizedTest
    @MethodSource("readings")
    void readsWhatItWrote(Reading reading) throws IOException {
        assertThat(again(ReadingSerializer.INSTANCE, reading)).isEqualTo(reading);
    }

    @Test
    void leavesNothingForTheNextReading() throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        for (Reading reading : readings().toList()) {
            ReadingSerializer.INSTANCE.serialize(reading, out);
        }
        DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
        DataOutputSerializer copied = new DataOutputSerializer(64);
        for (long left = readings().count(); left > 0; left--) {
            ReadingSerializer.INSTANCE.copy(in, copied);
        }
        assertThat(in.available()).isZero();
        DataInputDeserializer again = new DataInputDeserializer(copied.getCopyOfBuffer());
        for (Reading reading : readings().toList()) {
            assertThat(ReadingSerializer.INSTANCE.deserialize(again)).isEqualTo(reading);
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {Measured.class, Attributed.class, StoreWrite.class})
    void writesTheReadingsOfTheStream(Class<?> record) {
        PojoTypeInfo<?> type = (PojoTypeInfo<?>) TypeInformation.of(record);
        assertThat((TypeInformation<?>) type.getTypeAt("reading")).isEqualTo(new ReadingTypeInfo());
    }

    @Test
    void isAbsentWhereThereIsNone() throws IOException {
        TypeSerializer<StoreWrite> writes =
                TypeInformation.of(StoreWrite.class).createSerializer(new SerializerConfigImpl());
        StoreWrite none = new StoreWrite(null, null, null, null);
        assertThat(again(writes, none)).isEqualTo(none);
    }

    private static <T> T again(TypeSerializer<T> serializer, T value) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(value, out);
        return serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
    }
}
