package io.derwent.streamjobs.vitals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.derwent.clinical.Observation;
import io.derwent.clinical.PatientState;
import io.derwent.clinical.Pause;
import io.derwent.clinical.RuleState;
import io.derwent.model.Finding;
import io.derwent.model.Kind;
import io.derwent.model.Mark;
import io.derwent.model.Parameter;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatientStateSerializerTest {
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
    private static final String READING = "00112233445566778899aabbccddeeff";

    private static final PatientState SMALL = new PatientState(
            List.of(new RuleState(
                    "OX-03",
                    List.of(observation(NOON, NOON.plusMillis(250), new BigDecimal("89.5"), 7L)),
                    null,
                    List.of())),
            List.of(),
            List.of(observation(NOON, NOON.plusMillis(250), new BigDecimal("89.5"), null)),
            null,
            NOON.plusNanos(1),
            new Pause(NOON.minusSeconds(60), NOON),
            null);

    /** {@link #SMALL} as version 1 wrote it, which knew of no devices nothing can come from. */
    private static final String VERSION_1 =
            "010101064f582d3033010200112233445566778899aabbccddeeff00010b6f78696d657465722d310105"
                    + "53504f3281f483c23502fa01010504fe0d01010e4149525f4f525f4f585947454e010461697201010b53"
                    + "48415245445f4b4954000102010e0000000002030004050102fa01010504fe0d01060701080001020000"
                    + "00040101dd03e103";

    private static Observation observation(Instant taken, Instant received, BigDecimal percent, @Nullable Long seq) {
        return new Observation(
                READING,
                0,
                "oximeter-1",
                Kind.SPO2,
                taken,
                received,
                Map.of(Parameter.SPO2, percent),
                Map.of(Finding.AIR_OR_OXYGEN, "air"),
                List.of(Mark.SHARED_KIT),
                0,
                true,
                1,
                seq,
                null);
    }

    /** Every component of every record has a value of its own, absent ones now and then: a forgotten one is seen. */
    @ParameterizedTest
    @MethodSource("seeds")
    void readsWhatItWrote(long seed) throws IOException {
        PatientState state = new AnyRecord(seed).of(PatientState.class);

        assertThat(again(state)).isEqualTo(state);
    }

    static List<Long> seeds() {
        return LongStream.range(0, 200).boxed().toList();
    }

    @Test
    void readsWhatIsFarFromUsual() throws IOException {
        for (Instant time : List.of(Instant.MIN, Instant.MAX, Instant.EPOCH, NOON.plusNanos(123_456_789))) {
            for (BigDecimal value : List.of(
                    BigDecimal.valueOf(Long.MIN_VALUE, Integer.MAX_VALUE),
                    new BigDecimal(BigInteger.ONE.shiftLeft(200).negate(), Integer.MIN_VALUE),
                    new BigDecimal("-0.000"))) {
                Observation far = observation(time, NOON, value, Long.MIN_VALUE);
                PatientState state =
                        new PatientState(List.of(), List.of(), List.of(far, far), List.of(), time, null, null);
                assertThat(again(state)).isEqualTo(state);
            }
        }
    }

    @Test
    void leavesNothingForTheNextState() throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        PatientStateSerializer.INSTANCE.serialize(SMALL, out);
        PatientStateSerializer.INSTANCE.serialize(PatientState.empty(), out);
        DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());

        assertThat(PatientStateSerializer.INSTANCE.deserialize(in)).isEqualTo(SMALL);
        assertThat(PatientStateSerializer.INSTANCE.deserialize(in)).isEqualTo(PatientState.empty());
        assertThat(in.available()).isZero();
    }

    @Test
    void readsWhatVersionOneWrote() throws IOException {
        assertThat(read(HexFormat.of().parseHex(VERSION_1))).isEqualTo(SMALL);
    }

    @Test
    void writesAsVersionOneDidAndThenWhatCameSince() throws IOException {
        String since = "00";

        assertThat(HexFormat.of().formatHex(bytes(SMALL))).isEqualTo("02" + VERSION_1.substring(2) + since);
    }

    @ParameterizedTest
    @ValueSource(bytes = {0, 3, -1})
    void saysThatAVersionIsUnknown(byte version) throws IOException {
        byte[] bytes = bytes(SMALL);
        bytes[0] = version;

        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version %d, this build reads versions 1 to 2".formatted(version & 0xff));
    }

    private static PatientState again(PatientState state) throws IOException {
        return read(bytes(state));
    }

    private static byte[] bytes(PatientState state) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        PatientStateSerializer.INSTANCE.serialize(state, out);
        return out.getCopyOfBuffer();
    }

    private static PatientState read(byte[] bytes) throws IOException {
        return PatientStateSerializer.INSTANCE.deserialize(new DataInputDeserializer(bytes));
    }
}
