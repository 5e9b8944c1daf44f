package io.derwent.streamjobs.vitals;

import io.derwent.model.Finding;
import io.derwent.model.Kind;
import io.derwent.model.Mark;
import io.derwent.model.Parameter;
import io.derwent.model.Reading;
import io.derwent.model.Whose;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;
import org.jspecify.annotations.Nullable;

/**
 * Readings on their way between functions of one running job, field by field; each crosses three shuffles, and Flink's own
 * way with records, by reflection, takes twice as long (ADR 28).
 *
 * <p>Never a persistent format: enum constants are written as their ordinals. What is kept in state is {@link KnownReading}
 * and {@link KeptReading}.
 */
public final class ReadingSerializer extends ImmutableSerializer<Reading> {
    static final ReadingSerializer INSTANCE = new ReadingSerializer();

    private static final long serialVersionUID = 1L;
    private static final int LONGEST_UNSCALED_BITS = 63;
    private static final int NO_USER = -1;

    private static final Kind[] KINDS = Kind.values();
    private static final Parameter[] PARAMETERS = Parameter.values();
    private static final Finding[] FINDINGS = Finding.values();
    private static final Mark[] MARKS = Mark.values();

    private ReadingSerializer() {}

    @Override
    public void serialize(Reading reading, DataOutputView out) throws IOException {
        StringValue.writeString(reading.id(), out);
        out.writeInt(reading.revision());
        StringValue.writeString(reading.tenant(), out);
        StringValue.writeString(reading.device(), out);
        StringValue.writeString(reading.patient(), out);
        writeConstant(reading.kind(), out);
        out.writeByte(reading.quantities().size());
        for (Map.Entry<Parameter, BigDecimal> quantity : reading.quantities().entrySet()) {
            writeConstant(quantity.getKey(), out);
            writeDecimal(quantity.getValue(), out);
        }
        out.writeByte(reading.findings().size());
        for (Map.Entry<Finding, String> finding : reading.findings().entrySet()) {
            writeConstant(finding.getKey(), out);
            StringValue.writeString(finding.getValue(), out);
        }
        writeInstant(reading.effectiveTime(), out);
        writeInstant(reading.receivedAt(), out);
        out.writeByte(reading.marks().size());
        for (Mark mark : reading.marks()) {
            writeConstant(mark, out);
        }
        @Nullable Long seq = reading.seq();
        out.writeBoolean(seq != null);
        if (seq != null) {
            out.writeLong(seq);
        }
        writeWhose(reading.whose(), out);
    }

    @Override
    public Reading deserialize(DataInputView in) throws IOException {
        return new Reading(
                StringValue.readString(in),
                in.readInt(),
                StringValue.readString(in),
                StringValue.readString(in),
                StringValue.readString(in),
                KINDS[in.readUnsignedByte()],
                readQuantities(in),
                readFindings(in),
                readInstant(in),
                readInstant(in),
                readMarks(in),
                in.readBoolean() ? in.readLong() : null,
                readWhose(in));
    }

    private static void writeWhose(@Nullable Whose whose, DataOutputView out) throws IOException {
        out.writeBoolean(whose != null);
        if (whose != null) {
            @Nullable Integer user = whose.user();
            out.writeInt(user == null ? NO_USER : user);
            StringValue.writeString(whose.patient(), out);
        }
    }

    private static @Nullable Whose readWhose(DataInputView in) throws IOException {
        if (!in.readBoolean()) {
            return null;
        }
        int user = in.readInt();
        return new Whose(user == NO_USER ? null : user, StringValue.readString(in));
    }

    /** Most readings have one: no map needs to be built for it. */
    private static Map<Parameter, BigDecimal> readQuantities(DataInputView in) throws IOException {
        int size = in.readUnsignedByte();
        if (size == 1) {
            return Map.of(PARAMETERS[in.readUnsignedByte()], readDecimal(in));
        }
        Map<Parameter, BigDecimal> quantities = new EnumMap<>(Parameter.class);
        for (int i = 0; i < size; i++) {
            quantities.put(PARAMETERS[in.readUnsignedByte()], readDecimal(in));
        }
        return quantities;
    }

    private static Map<Finding, String> readFindings(DataInputView in) throws IOException {
        int size = in.readUnsignedByte();
        if (size == 0) {
            return Map.of();
        }
        Map<Finding, String> findings = new EnumMap<>(Finding.class);
        for (int i = 0; i < size; i++) {
            findings.put(FINDINGS[in.readUnsignedByte()], StringValue.readString(in));
        }
        return findings;
    }

    private static Set<Mark> readMarks(DataInputView in) throws IOException {
        int size = in.readUnsignedByte();
        if (size == 0) {
            return Set.of();
        }
        Set<Mark> marks = EnumSet.noneOf(Mark.class);
        for (int i = 0; i < size; i++) {
            marks.add(MARKS[in.readUnsignedByte()]);
        }
        return marks;
    }

    /** Both ends run the same jar: the ordinal is the shortest name. */
    @SuppressWarnings("EnumOrdinal")
    private static void writeConstant(Enum<?> constant, DataOutputView out) throws IOException {
        out.writeByte(constant.ordinal());
    }

    /** Scale, then the unscaled value: a long, or where that is too short its bytes. */
    private static void writeDecimal(BigDecimal value, DataOutputView out) throws IOException {
        BigInteger unscaled = value.unscaledValue();
        boolean isLong = unscaled.bitLength() <= LONGEST_UNSCALED_BITS;
        out.writeBoolean(isLong);
        out.writeInt(value.scale());
        if (isLong) {
            out.writeLong(unscaled.longValue());
        } else {
            byte[] bytes = unscaled.toByteArray();
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    private static BigDecimal readDecimal(DataInputView in) throws IOException {
        boolean isLong = in.readBoolean();
        int scale = in.readInt();
        if (isLong) {
            return BigDecimal.valueOf(in.readLong(), scale);
        }
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return new BigDecimal(new BigInteger(bytes), scale);
    }

    private static void writeInstant(Instant instant, DataOutputView out) throws IOException {
        out.writeLong(instant.getEpochSecond());
        out.writeInt(instant.getNano());
    }

    private static Instant readInstant(DataInputView in) throws IOException {
        return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }

    @Override
    public TypeSerializerSnapshot<Reading> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What Flink would keep beside state, were there any. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Reading> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
