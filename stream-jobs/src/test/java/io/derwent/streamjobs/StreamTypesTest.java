package io.derwent.streamjobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.clinical.Line;
import io.derwent.clinical.PatientState;
import io.derwent.clinical.Pause;
import io.derwent.clinical.Reception;
import io.derwent.model.AlertEvent;
import io.derwent.model.Asset;
import io.derwent.model.AssetMove;
import io.derwent.model.AssignmentHistory;
import io.derwent.model.DeadLetter;
import io.derwent.model.LastSeen;
import io.derwent.model.Ping;
import io.derwent.model.Place;
import io.derwent.model.ReaderPlaces;
import io.derwent.model.ReaderStatus;
import io.derwent.presence.PresenceState;
import io.derwent.presence.ReaderState;
import io.derwent.presence.Sighting;
import io.derwent.streamjobs.KafkaEnds.Outgoing;
import io.derwent.streamjobs.assets.KnownTags;
import io.derwent.streamjobs.assets.PlacedRead;
import io.derwent.streamjobs.assets.ReaderHistory;
import io.derwent.streamjobs.assets.ReaderMessage;
import io.derwent.streamjobs.assets.Seen;
import io.derwent.streamjobs.assets.SharedPlace;
import io.derwent.streamjobs.assets.TagClaims;
import io.derwent.streamjobs.assets.TagNews;
import io.derwent.streamjobs.assets.TagOwner;
import io.derwent.streamjobs.assets.TagOwners;
import io.derwent.streamjobs.assets.Watched;
import io.derwent.streamjobs.assets.WatchedReader;
import io.derwent.streamjobs.vitals.Attributed;
import io.derwent.streamjobs.vitals.DeviceHistory;
import io.derwent.streamjobs.vitals.KeptReading;
import io.derwent.streamjobs.vitals.KnownReading;
import io.derwent.streamjobs.vitals.LineEvent;
import io.derwent.streamjobs.vitals.Measured;
import io.derwent.streamjobs.vitals.PatientUpdate;
import io.derwent.streamjobs.vitals.PlanHistory;
import io.derwent.streamjobs.vitals.StoreWrite;
import io.derwent.wire.Beat;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.GenericTypeInfo;
import org.apache.flink.api.java.typeutils.ListTypeInfo;
import org.apache.flink.api.java.typeutils.MapTypeInfo;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.api.java.typeutils.SetTypeInfo;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything between functions and in their state is a record Flink knows how to write; nothing falls to Kryo. */
class StreamTypesTest {
    @ParameterizedTest
    @ValueSource(
            classes = {
                Arrival.class,
                Measured.class,
                LineEvent.class,
                Line.class,
                Reception.class,
                Pause.class,
                Beat.class,
                Attributed.class,
                PatientUpdate.class,
                StoreWrite.class,
                Outgoing.class,
                AlertEvent.class,
                AssignmentHistory.class,
                DeadLetter.class,
                DeviceHistory.class,
                KeptReading.class,
                KnownReading.class,
                PlanHistory.class,
                ReaderMessage.class,
                PlacedRead.class,
                TagOwner.class,
                Seen.class,
                io.derwent.streamjobs.assets.StoreWrite.class,
                ReaderHistory.class,
                WatchedReader.class,
                KnownTags.class,
                TagOwners.class,
                TagNews.class,
                TagClaims.class,
                SharedPlace.class,
                Watched.class,
                PatientState.class,
                PresenceState.class,
                ReaderState.class,
                Sighting.class,
                Ping.class,
                Asset.class,
                Place.class,
                ReaderPlaces.class,
                ReaderStatus.class,
                LastSeen.class,
                AssetMove.class
            })
    void isWrittenByFlinkItself(Class<?> type) {
        assertThat(generic(TypeInformation.of(type))).isEmpty();
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        assertThat(TypeInformation.of(type).createSerializer(new SerializerConfigImpl(configuration)))
                .isNotNull();
    }

    private static List<String> generic(TypeInformation<?> root) {
        List<String> generic = new ArrayList<>();
        Deque<TypeInformation<?>> left = new ArrayDeque<>(List.of(root));
        while (!left.isEmpty()) {
            TypeInformation<?> type = left.pop();
            if (type instanceof GenericTypeInfo) {
                generic.add(type.toString());
            } else if (type instanceof PojoTypeInfo<?> pojo) {
                for (int i = 0; i < pojo.getArity(); i++) {
                    left.push(pojo.getTypeAt(i));
                }
            } else if (type instanceof ListTypeInfo<?> list) {
                left.push(list.getElementTypeInfo());
            } else if (type instanceof SetTypeInfo<?> set) {
                left.push(set.getElementTypeInfo());
            } else if (type instanceof MapTypeInfo<?, ?> map) {
                left.push(map.getKeyTypeInfo());
                left.push(map.getValueTypeInfo());
            }
        }
        return generic;
    }
}
