package io.derwent.streamjobs.assets;

import io.derwent.model.Asset;
import io.derwent.model.Place;
import io.derwent.model.ReaderPlaces;
import io.derwent.model.ReaderStatus;
import io.derwent.streamjobs.Arrival;
import io.derwent.streamjobs.CachingBroadcastOperator;
import io.derwent.streamjobs.CachingOperator;
import io.derwent.streamjobs.EventTime;
import io.derwent.streamjobs.Heartbeat;
import io.derwent.streamjobs.Job;
import io.derwent.streamjobs.JobOutputs;
import io.derwent.streamjobs.JobRun;
import io.derwent.streamjobs.JobsConfig;
import io.derwent.streamjobs.KafkaEnds;
import io.derwent.wire.Codecs;
import io.derwent.wire.DerwentTopics;
import io.derwent.wire.Keys;
import java.time.Clock;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The assets job. {@link #define} is the whole of it, from streams to streams; {@link #JOB} has sources and sinks.
 *
 * <p>Operator uids and state names are persistent formats: they are renamed only with a migration.
 */
public final class AssetsJob {
    public static final String NAME = "assets";

    /** With sources and sinks. */
    public static final Job JOB = new Job(NAME, AssetsJob::define);

    private AssetsJob() {}

    /**
     * What goes in.
     *
     * @param arrivals messages of devices, with watermarks by receivedAt
     * @param readers  complete histories of readers
     * @param assets   pieces of equipment; without watermark until those known at the start are read
     * @param places   whom each place is shared with; likewise
     * @param ticks    one a second, from the wall clock
     */
    public record Inputs(
            DataStream<Arrival> arrivals,
            DataStream<ReaderPlaces> readers,
            DataStream<Asset> assets,
            DataStream<Place> places,
            DataStream<Long> ticks) {}

    /** The job without its ends. {@code clock} is for tracing only; no decision reads it. */
    public static JobOutputs<StoreWrite> define(Inputs in, Clock clock) {
        SingleOutputStreamOperator<ReaderMessage> messages =
                in.arrivals().process(new DecodePings()).uid("decode-pings").name("decode-pings");

        SingleOutputStreamOperator<PlacedRead> reads = messages.connect(
                        in.readers().union(Heartbeat.timeOnly(in.ticks(), ReaderPlaces.class, "heartbeat-of-readers")))
                .keyBy(AssetsJob::readerOf, AssetsJob::readerOf)
                .transform(
                        "place-reads",
                        TypeInformation.of(PlacedRead.class),
                        new CachingOperator<>(new PlaceReads(clock)))
                .uid("place-reads")
                .name("place-reads");

        DataStream<TagOwner> owners = in.assets()
                .union(Heartbeat.timeOnly(in.ticks(), Asset.class, "heartbeat-of-assets"))
                .keyBy(AssetsJob::assetOf)
                .process(new AssetTags())
                .uid("asset-tags")
                .name("asset-tags");

        SingleOutputStreamOperator<Seen> known = reads.connect(owners)
                .keyBy(AssetsJob::tagOf, AssetsJob::tagOf)
                .transform("identify-tags", TypeInformation.of(Seen.class), new CachingOperator<>(new IdentifyTags()))
                .uid("identify-tags")
                .name("identify-tags");

        DataStream<Seen> seen = known.union(guests(known.getSideOutput(IdentifyTags.NOT_OURS), owners, in));

        DataStream<ReaderStatus> statuses = reads.getSideOutput(PlaceReads.STATUSES);
        DataStream<StoreWrite> rows = CachingBroadcastOperator.between(
                        seen.keyBy(AssetsJob::assetOf),
                        statuses,
                        WatchPresence.READERS,
                        "watch-presence",
                        TypeInformation.of(StoreWrite.class),
                        new WatchPresence())
                .uid("watch-presence")
                .name("watch-presence");

        return new JobOutputs<>(
                reads.getSideOutput(PlaceReads.ALERTS),
                messages.getSideOutput(DecodePings.DEAD_LETTERS).union(reads.getSideOutput(PlaceReads.DEAD_LETTERS)),
                rows.union(statuses.map(StoreWrite::reader)
                        .returns(TypeInformation.of(StoreWrite.class))
                        .uid("rows-of-readers")
                        .name("rows-of-readers")));
    }

    /** The way of a read whose tag is on nothing of the reader's own organisation. */
    private static DataStream<Seen> guests(DataStream<PlacedRead> reads, DataStream<TagOwner> owners, Inputs in) {
        DataStream<Place> places =
                in.places().union(Heartbeat.timeOnly(in.ticks(), Place.class, "heartbeat-of-places"));
        return reads.map(TagNews::of)
                .returns(TypeInformation.of(TagNews.class))
                .uid("reads-of-others")
                .name("reads-of-others")
                .union(owners.map(TagNews::of)
                        .returns(TypeInformation.of(TagNews.class))
                        .uid("claims-of-owners")
                        .name("claims-of-owners"))
                .keyBy(TagNews::tag)
                .connect(places.broadcast(IdentifyGuests.PLACES))
                .process(new IdentifyGuests())
                .uid("identify-guests")
                .name("identify-guests");
    }

    private static String readerOf(ReaderMessage message) {
        return Keys.of(message.tenant(), message.device());
    }

    private static String readerOf(ReaderPlaces reader) {
        return Keys.of(reader.tenant(), reader.device());
    }

    private static String assetOf(Asset asset) {
        return Keys.of(asset.tenant(), asset.id());
    }

    private static String tagOf(PlacedRead read) {
        return Keys.of(read.tenant(), read.tag());
    }

    private static String tagOf(TagOwner owner) {
        return Keys.of(owner.tenant(), owner.tag());
    }

    private static String assetOf(Seen seen) {
        return Keys.of(seen.tenant(), seen.asset());
    }

    static void define(StreamExecutionEnvironment environment, JobsConfig config) {
        Clock clock = Clock.systemUTC();
        KafkaEnds kafka = new KafkaEnds(config.kafka(), NAME);
        define(
                        new Inputs(
                                kafka.arrivals(environment),
                                kafka.reference(
                                        environment,
                                        "readers",
                                        DerwentTopics.READERS,
                                        ReaderPlaces.class,
                                        EventTime.standingStill(),
                                        () -> Codecs.readers()::decode),
                                kafka.reference(
                                        environment,
                                        "assets",
                                        DerwentTopics.ASSETS,
                                        Asset.class,
                                        EventTime.standingStillOnceRead(),
                                        () -> Codecs.assets()::decode),
                                kafka.reference(
                                        environment,
                                        "places",
                                        DerwentTopics.PLACES,
                                        Place.class,
                                        EventTime.standingStillOnceRead(),
                                        () -> Codecs.places()::decode),
                                Heartbeat.ticks(environment, clock)),
                        clock)
                .deliver(config, kafka, StoreWrite::inOrderWith, new AssetRows());
    }

    /** Runs the job until it is stopped; exits with 1 and one sentence when it cannot. */
    public static void main(String[] args) {
        JobRun.of(JOB);
    }
}
