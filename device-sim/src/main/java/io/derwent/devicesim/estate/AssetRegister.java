package io.derwent.devicesim.estate;

import io.derwent.gs1.CheckDigit;
import io.derwent.gs1.CompanyPrefixes;
import io.derwent.gs1.Giai;
import io.derwent.gs1.Grai;
import io.derwent.gs1.Gs1Key;
import io.derwent.gs1.Gtin;
import io.derwent.gs1.Sgtin;
import io.derwent.gs1.epc.Epc;
import io.derwent.gs1.epc.Tag;
import io.derwent.model.Mobility;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Sixty pieces of equipment, by what they are and where they stand; which of them are moved about; and tags of others. */
final class AssetRegister {
    /** Owner, id, first number, how many, name, type, kind of key and its reference, mobility, rooms they stand in by turns. */
    private static final String EQUIPMENT = """
            h | pump         | 401 | 12 | Infusion pump           | infusion pump       | giai HD00   | asset_tracking | library ward-204 theatre
            h | bed          | 101 | 10 | Bed                     | bed                 | giai 1      | asset_tracking | ward-204 ward-205 ward-4
            h | trolley      | 301 | 6  | Drug trolley            | trolley             | grai 00301  | roaming        | library store-204
            h | monitor      | 201 | 4  | Bedside monitor         | monitor             | sgtin 00201 | fixed          | theatre emergency
            h | chair        | 501 | 4  | Wheelchair              | wheelchair          | grai 00501  | roaming        | emergency ward-4
            c | hoist        | 701 | 6  | Mobile hoist            | hoist               | giai 2      | asset_tracking | loan-store clinic
            c | mattress     | 801 | 8  | Pressure mattress       | pressure mattress   | sgtin 00801 | asset_tracking | loan-store cleaning
            c | commode      | 601 | 4  | Commode                 | commode             | grai 00601  | asset_tracking | cleaning loan-store store-4
            c | concentrator | 901 | 6  | Oxygen concentrator     | oxygen concentrator | giai OX00   | asset_tracking | loan-store clinic""";

    /** What a porter or a van moves; all the others stand where they are. */
    private static final Map<String, Route> ROUTES = Map.of(
            "trolley-301",
            Route.parse("library 30 | 20 | ward-204 300 | 20 | emergency 280 | 20 | library 270 | 0"),
            "pump-405",
            Route.parse("library 75 | 25 | theatre 360 | 25 | ward-205 400 | 30 | library 285 | 0"),
            "pump-406",
            Route.parse("library 120 | 240 | ward-4 600 | 240 | library 480 | 0"),
            "bed-102",
            Route.parse("ward-204 150 | 40 | theatre 500 | 40 | ward-204 450 | 0"),
            "chair-501",
            Route.parse("emergency 300 | 480 | emergency 420 | 0"),
            "chair-502",
            Route.parse("ward-4 200 | 30 | gym 300 | 30 | ward-4 240 | 0"),
            "hoist-702",
            Route.parse("loan-store 50 | 20 | clinic 400 | 20 | cleaning 300 | 20 | loan-store 250 | 0"),
            "mattress-801",
            Route.parse("loan-store 100 | 20 | cleaning 400 | 20 | loan-store 300 | 0"),
            "concentrator-901",
            Route.parse("loan-store 180 | 300 | store-4 600 | 300 | loan-store 420 | 0"));

    private static final Set<String> NOT_SIMULATED =
            Set.of("pump-401", "pump-402", "pump-403", "pump-404", "bed-101", "hoist-701");

    /** By room: a visitor's own ventilator, with a key of another organisation, and a chip that says its own number, no key. */
    private static final Map<String, String> STRANGERS = Map.of(
            "library",
            Epc.of(Giai.parse("5098765VENT7"), CompanyPrefixes.of("5098765")).hex(),
            "emergency",
            "E28011902000A1B2C3D4E5F6");

    private final List<Thing> things;

    AssetRegister() {
        List<Thing> all = new ArrayList<>();
        for (List<String> row : Table.rows(EQUIPMENT)) {
            all.addAll(things(row));
        }
        STRANGERS.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(stranger -> all.add(stranger(stranger.getKey(), stranger.getValue())));
        things = List.copyOf(all);
    }

    /** Everything that has a tag. */
    List<Thing> things() {
        return things;
    }

    private static List<Thing> things(List<String> row) {
        int first = Integer.parseInt(row.get(2));
        String[] rooms = row.get(8).split(" ", -1);
        List<Thing> things = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(row.get(3)); i++) {
            things.add(thing(row, Integer.toString(first + i), rooms[i % rooms.length]));
        }
        return things;
    }

    private static Thing thing(List<String> row, String number, String room) {
        Organisation owner = Organisation.ofLetter(row.get(0));
        String id = row.get(1) + "-" + number;
        String[] coding = row.get(6).split(" ", -1);
        Gs1Key key = key(coding[0], owner.prefix() + coding[1], number);
        String epc = Epc.of(key, owner.prefixes()).hex();
        TaggedAsset asset = new TaggedAsset(
                owner.tenant(),
                id,
                row.get(4) + " " + number,
                row.get(5),
                number,
                key.text(),
                epc,
                !NOT_SIMULATED.contains(id));
        return new Thing(
                id,
                epc,
                Mobility.valueOf(row.get(7).toUpperCase(Locale.ROOT)),
                ROUTES.getOrDefault(id, Route.standingIn(room)),
                asset);
    }

    /** @param reference of the kind: the company prefix and what follows it */
    private static Gs1Key key(String kind, String reference, String number) {
        return switch (kind) {
            case "giai" -> Giai.parse(reference + number);
            case "grai" -> Grai.parse("0" + reference + CheckDigit.of(reference) + number);
            case "sgtin" -> new Sgtin(Gtin.parse(reference + CheckDigit.of(reference)), number);
            default -> throw new IllegalStateException("no key is called " + kind);
        };
    }

    private static Thing stranger(String room, String epc) {
        String calledAs = Tag.read(epc).epc().map(tag -> tag.key().text()).orElse(epc);
        return new Thing(calledAs, epc, Mobility.ASSET_TRACKING, Route.standingIn(room), null);
    }
}
