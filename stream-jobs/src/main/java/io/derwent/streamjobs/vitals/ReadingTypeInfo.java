package io.derwent.streamjobs.vitals;

import io.derwent.model.Reading;
import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/** Tells Flink to write readings by {@link ReadingSerializer}; named where a record of the stream holds one. */
final class ReadingTypeInfo extends TypeInformation<Reading> {
    private static final long serialVersionUID = 1L;

    /** For {@code @TypeInfo}. */
    public static final class Factory extends TypeInfoFactory<Reading> {
        @Override
        public TypeInformation<Reading> createTypeInfo(Type type, Map<String, TypeInformation<?>> parameters) {
            return new ReadingTypeInfo();
        }
    }

    @Override
    public TypeSerializer<Reading> createSerializer(SerializerConfig config) {
        return ReadingSerializer.INSTANCE;
    }

    @Override
    public Class<Reading> getTypeClass() {
        return Reading.class;
    }

    @Override
    public boolean isBasicType() {
        return false;
    }

    @Override
    public boolean isTupleType() {
        return false;
    }

    @Override
    public int getArity() {
        return 1;
    }

    @Override
    public int getTotalFields() {
        return 1;
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public boolean canEqual(@Nullable Object other) {
        return other instanceof ReadingTypeInfo;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return canEqual(other);
    }

    @Override
    public int hashCode() {
        return ReadingTypeInfo.class.hashCode();
    }

    @Override
    public String toString() {
        return "Reading";
    }
}
