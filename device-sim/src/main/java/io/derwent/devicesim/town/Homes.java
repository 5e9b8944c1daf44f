package io.derwent.devicesim.town;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the people of the town live, who looks after them and how they are reached, decided by their number. Phone numbers are
 * of the range that Ofcom keeps for drama.
 */
final class Homes {
    /** The community's teams, by id. */
    static final Map<String, String> TEAMS = Map.of("derby-north", "Derby North", "derby-south", "Derby South");

    private static final List<String> NORTH = List.of("Belper", "Duffield", "Allestree", "Heanor");
    private static final List<String> SOUTH = List.of("Mickleover", "Littleover", "Melbourne", "Chellaston");
    private static final String CARE_HOME = "Milford House";
    private static final int PHONE_RANGE = 1000;
    private static final int READS_BADLY = 7;
    private static final int USES_NO_APP = 13;

    private Homes() {}

    /** Members of the patient's document, without what is not known. */
    static Map<String, Object> of(Person person) {
        boolean isResident = person.number() >= TownPlan.FIRST_RESIDENT && person.number() <= TownPlan.LAST_RESIDENT;
        boolean isNorth = person.number() % 2 == 0 && !isResident;
        Map<String, Object> care = new LinkedHashMap<>();
        if (person.tenant().equals(TownPlan.COMMUNITY)) {
            care.put("team", isNorth ? "derby-north" : "derby-south");
        }
        List<String> villages = isNorth ? NORTH : SOUTH;
        care.put("place", isResident ? CARE_HOME : villages.get(person.number() / 2 % villages.size()));
        care.put("phone", "01632 960%03d".formatted(person.number() % PHONE_RANGE));
        if (isResident) {
            care.put("contact", "Milford House, 01632 960900");
        }
        List<String> needs = needs(person, isResident);
        if (!needs.isEmpty()) {
            care.put("needs", needs);
        }
        return care;
    }

    private static List<String> needs(Person person, boolean isResident) {
        if (isResident) {
            return List.of("through_carer");
        }
        if (person.number() % USES_NO_APP == 0) {
            return List.of("phone_call");
        }
        return person.number() % READS_BADLY == 0 ? List.of("large_print") : List.of();
    }
}
