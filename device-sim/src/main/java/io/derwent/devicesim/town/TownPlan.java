package io.derwent.devicesim.town;

import io.derwent.devicesim.estate.Organisation;
import io.derwent.devicesim.scenario.Seeds;
import io.derwent.devicesim.scenario.SimDevice;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Who lives in the town and what they measure with, decided by the seed.
 *
 * <p>The first forty people are laid out by hand, because stories happen to them; the others repeat a pattern of ten. The
 * devices of the first three are not simulated: they are for trying by hand. The care home's residents share one box.
 */
final class TownPlan {
    static final String COMMUNITY = Organisation.COMMUNITY.tenant();
    static final String HOSPITAL = Organisation.HOSPITAL.tenant();
    static final List<String> TENANTS = List.of(COMMUNITY, HOSPITAL);

    /** Patients of the hospital whom the community nurses may see. */
    static final List<Integer> SHARED = List.of(11, 12);

    static final int FEWEST_PATIENTS = 20;
    private static final int MOST_PATIENTS = 9_999;
    private static final int LAST_TRIED_BY_HAND = 3;
    private static final int HAS_A_HUB = 8;
    private static final int YOUNGEST_BIRTH_YEAR = 1975;
    private static final int BIRTH_YEARS = 40;

    /** The care home's. */
    static final int FIRST_RESIDENT = 31;

    static final int LAST_RESIDENT = 36;

    /** Tenant (c, h) and pathway (its letter below) of the first forty, then of every ten. */
    private static final String FIRST_FORTY = "cH cO cV cH cO cV cD cO cH cO hV hO cH cH cO cH hV hD hO hV "
            + "cH cO hV cD cH cF cP cP cW cO cN cN cN cN cN cN cH cO hO cH";

    private static final String EVERY_TEN = "cH cO hV cD cH hD cH cO hO cH";

    private static final List<String> GIVEN_NAMES = List.of(
            "Margaret",
            "Arthur",
            "Priya",
            "Dorothy",
            "Mohammed",
            "Jean",
            "Kenneth",
            "Sylvia",
            "Winston",
            "Halina",
            "Brian",
            "Shirley",
            "Rajesh",
            "Maureen",
            "Patrick",
            "Olive",
            "Derek",
            "Amina",
            "Gerald",
            "Beryl");
    private static final List<String> FAMILY_NAMES = List.of(
            "Ashworth",
            "Begum",
            "Clarke",
            "Dhillon",
            "Eyre",
            "Fearn",
            "Gill",
            "Hallam",
            "Iqbal",
            "Jessop",
            "Kowalska",
            "Lomas",
            "Mistry",
            "Newbold",
            "Okafor",
            "Peat",
            "Quinn",
            "Redfern",
            "Spencer",
            "Twigg",
            "Unwin",
            "Vickers",
            "Wheeldon",
            "Yates",
            "Allsop");

    private final List<Person> people;
    private final List<TownDevice> devices;

    private TownPlan(List<Person> people, List<TownDevice> devices) {
        this.people = List.copyOf(people);
        this.devices = List.copyOf(devices);
    }

    /**
     * The town of a seed.
     *
     * @throws IllegalArgumentException if there are fewer people than the stories need, or more than ids
     */
    static TownPlan of(long seed, int patients) {
        if (patients < FEWEST_PATIENTS || patients > MOST_PATIENTS) {
            throw new IllegalArgumentException(
                    "patients is %d, %d to %d are expected".formatted(patients, FEWEST_PATIENTS, MOST_PATIENTS));
        }
        List<Person> people = new ArrayList<>();
        List<TownDevice> devices = new ArrayList<>();
        for (int number = 1; number <= patients; number++) {
            Person person = person(seed, number);
            people.add(person);
            devices.addAll(devicesOf(person));
        }
        return new TownPlan(people, devices);
    }

    List<Person> people() {
        return people;
    }

    Person person(int number) {
        return people.get(number - 1);
    }

    /** Who share the care home's box. */
    List<Person> residents() {
        return people.stream()
                .filter(person -> person.pathway() == Pathway.CARE_HOME)
                .toList();
    }

    /** All that measure; hubs are {@link #hubs}. */
    List<TownDevice> devices() {
        return devices;
    }

    TownDevice device(int owner, Equipment equipment) {
        return devices.stream()
                .filter(device -> device.owner() == owner && device.equipment() == equipment)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("person %d has no %s".formatted(owner, equipment)));
    }

    /** The hubs that speak for others. */
    List<TownDevice> hubs() {
        return devices.stream()
                .flatMap(device -> hubOf(device).stream())
                .distinct()
                .toList();
    }

    private static Optional<TownDevice> hubOf(TownDevice device) {
        return Optional.ofNullable(device.device().via())
                .map(hub -> new TownDevice(
                        new SimDevice(device.device().tenant(), hub, null, null), Equipment.HUB, device.owner(), true));
    }

    private static Person person(long seed, int number) {
        Random chance = Seeds.of(seed, "person", Integer.toString(number));
        String[] first = FIRST_FORTY.split(" ", -1);
        String[] ten = EVERY_TEN.split(" ", -1);
        String lot = number <= first.length ? first[number - 1] : ten[(number - 1) % ten.length];
        return new Person(
                number,
                "p-%03d".formatted(number),
                lot.charAt(0) == 'c' ? COMMUNITY : HOSPITAL,
                GIVEN_NAMES.get(chance.nextInt(GIVEN_NAMES.size())),
                FAMILY_NAMES.get((number - 1 + chance.nextInt(3) * 7) % FAMILY_NAMES.size()),
                NhsNumbers.forTests(chance, number),
                LocalDate.of(YOUNGEST_BIRTH_YEAR - chance.nextInt(BIRTH_YEARS), 1, 1)
                        .plusDays(chance.nextInt(365)),
                pathway(lot.charAt(1)));
    }

    private static Pathway pathway(char letter) {
        return switch (letter) {
            case 'H' -> Pathway.HYPERTENSION;
            case 'O' -> Pathway.OXIMETRY;
            case 'D' -> Pathway.DIABETES;
            case 'V' -> Pathway.VIRTUAL_WARD;
            case 'F' -> Pathway.HEART_FAILURE;
            case 'P' -> Pathway.COPD;
            case 'N' -> Pathway.CARE_HOME;
            case 'W' -> Pathway.WEARABLE;
            default -> throw new IllegalStateException("no pathway has the letter " + letter);
        };
    }

    /** Everybody's first device measures what the pathway is about; every second person has one more. */
    private static List<TownDevice> devicesOf(Person person) {
        boolean byHand = person.number() <= LAST_TRIED_BY_HAND;
        @Nullable String hub = person.number() == HAS_A_HUB ? "hub-%03d".formatted(person.number()) : null;
        boolean twoDevices = !byHand && (hub != null || person.number() % 2 == 1);
        return switch (person.pathway()) {
            case HYPERTENSION -> devices(person, hub, !byHand, Equipment.CUFF, twoDevices ? Equipment.SCALE : null);
            case OXIMETRY ->
                devices(person, hub, !byHand, Equipment.OXIMETER, twoDevices ? Equipment.THERMOMETER : null);
            case DIABETES -> devices(person, hub, !byHand, Equipment.GLUCOMETER, twoDevices ? Equipment.SCALE : null);
            case VIRTUAL_WARD -> devices(person, hub, !byHand, Equipment.TABLET, null);
            case HEART_FAILURE -> devices(person, hub, true, Equipment.SCALE, Equipment.CUFF);
            case COPD -> devices(person, hub, true, Equipment.OXIMETER, twoDevices ? null : Equipment.TABLET);
            case WEARABLE -> devices(person, hub, true, Equipment.WEARABLE, null);
            case CARE_HOME -> person.number() == FIRST_RESIDENT ? List.of(box(person)) : List.of();
        };
    }

    private static List<TownDevice> devices(
            Person person, @Nullable String hub, boolean simulated, Equipment first, @Nullable Equipment second) {
        List<TownDevice> devices = new ArrayList<>();
        devices.add(device(person, hub, simulated, first));
        if (second != null) {
            devices.add(device(person, hub, simulated, second));
        }
        return devices;
    }

    /** Belongs to nobody alone. */
    private static TownDevice box(Person resident) {
        String id = "%s-%03d".formatted(Equipment.BOX.code(), resident.number());
        return new TownDevice(new SimDevice(resident.tenant(), id, null, null), Equipment.BOX, resident.number(), true);
    }

    private static TownDevice device(Person person, @Nullable String hub, boolean simulated, Equipment equipment) {
        String id = "%s-%03d".formatted(equipment.code(), person.number());
        return new TownDevice(
                new SimDevice(person.tenant(), id, hub, person.id()), equipment, person.number(), simulated);
    }
}
