package io.derwent.streamjobs.assets;

import io.derwent.model.Asset;
import io.derwent.model.DeadLetter;
import io.derwent.model.Mobility;
import io.derwent.model.Place;
import io.derwent.model.ReaderPlaces;
import io.derwent.model.ReaderPlaces.Antenna;
import io.derwent.presence.Sighting;
import io.derwent.streamjobs.Arrival;
import io.derwent.wire.HonoRecord;
import io.derwent.wire.HonoTopics;
import io.derwent.wire.HubTime;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** What the tests of this package start from: one tenant, one reader with two antennas, one pump, noon. */
final class Given {
    static final String TENANT = "derby";
    static final String READER = "reader-1";
    static final String WARD = "5055123000012.WARD204";
    static final String STORE = "5055123000012.STORE";
    static final String PINGS = "application/vnd.derwent.ping+json";

    /** GIAI-202 of the pump, and its key. */
    static final String PUMP_EPC = "3815348A4E44460C1A316E000000000000000000000000000000";

    static final String PUMP_KEY = "5055123HD00417";

    /** No EPC scheme has this header. */
    static final String STRANGE_EPC = "DEADBEEF00000001";

    static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);

    private Given() {}

    static Instant second(long seconds) {
        return NOON.plusSeconds(seconds);
    }

    static Arrival arrival(String device, String contentType, String payload, Instant receivedAt) {
        return new Arrival(
                new HonoRecord(
                        HonoTopics.event(TENANT),
                        device,
                        List.of(new DeadLetter.Header(HonoRecord.CONTENT_TYPE, contentType)),
                        payload.getBytes(StandardCharsets.UTF_8)),
                receivedAt);
    }

    static Arrival pinged(String payload, Instant receivedAt) {
        return arrival(READER, PINGS, payload, receivedAt);
    }

    /** As a gateway writes what a hub sent, which took it from the reader before. */
    static Arrival throughHub(String payload, Instant taken, Instant receivedAt) {
        HonoRecord direct = pinged(payload, receivedAt).message();
        List<DeadLetter.Header> headers = new ArrayList<>(direct.headers());
        headers.add(new DeadLetter.Header(
                HonoRecord.ORIG_ADDRESS, "event//%s/?%s".formatted(READER, HubTime.property(taken))));
        return new Arrival(new HonoRecord(direct.topic(), READER, headers, direct.payload()), receivedAt);
    }

    static String ping(String reader, int antenna, String epc) {
        return "{\"reader\":\"%s\",\"antenna\":%d,\"epc\":\"%s\",\"rssi\":-55}".formatted(reader, antenna, epc);
    }

    static String ping(int antenna, String epc) {
        return ping(READER, antenna, epc);
    }

    /** Antenna 1 watches the ward, antenna 2 the store; silent after five minutes. */
    static ReaderPlaces reader(long version) {
        return reader(version, new Antenna(1, WARD, Instant.EPOCH, null), new Antenna(2, STORE, Instant.EPOCH, null));
    }

    static ReaderPlaces reader(long version, Antenna... antennas) {
        return new ReaderPlaces(TENANT, READER, version, WARD, 300, List.of(antennas));
    }

    /** The ward, shared with these. */
    static Place sharedPlace(long version, String... sharedWith) {
        return new Place(
                TENANT, version, "5055123000012", "WARD204", "Ward 204", null, null, true, List.of(sharedWith));
    }

    static Asset pump(long version, boolean active) {
        return asset("pump-1", version, active, List.of(new Asset.Key("8004", PUMP_KEY)), List.of());
    }

    static Asset asset(String id, long version, boolean active, List<Asset.Key> keys, List<String> epcs) {
        return new Asset(TENANT, id, version, id, "infusion pump", null, keys, epcs, Mobility.ASSET_TRACKING, active);
    }

    static PlacedRead read(String tenant, String epc, Sighting sighting) {
        return new PlacedRead(tenant, epc, PlacedRead.keyOf(epc), sighting);
    }

    static Sighting sighting(String place, int antenna, Instant at) {
        return new Sighting(place, READER, antenna, -5500, at);
    }
}
