package io.derwent.console.api;

import io.derwent.console.people.Need;
import io.derwent.store.Patients.Care;
import io.derwent.wire.JsonDocument;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who looks after a patient and how they are reached, as the API shows it; what is not known is left out. */
record CareJson(
        @Nullable String team,
        @Nullable String place,
        @Nullable String phone,
        @Nullable String address,
        @Nullable String contact,
        List<String> needs,
        String language) {
    static final Set<String> MEMBERS = Set.of("team", "place", "phone", "address", "contact", "needs", "language");

    private static final Set<String> LANGUAGES = Set.of("en", "pl");
    private static final Pattern PHONE = Pattern.compile("\\+?[0-9][0-9 ]{4,24}");
    private static final int LONGEST_TEXT = 200;

    CareJson {
        needs = List.copyOf(needs);
    }

    static CareJson of(Care care) {
        return new CareJson(
                care.team(),
                unlessEmpty(care.place()),
                unlessEmpty(care.phone()),
                unlessEmpty(care.address()),
                unlessEmpty(care.contact()),
                care.needs().stream().sorted().toList(),
                care.language());
    }

    /** What a body says; a team that does not exist is not noticed here. */
    static Care read(JsonDocument body) {
        return new Care(
                body.optionalId("team").orElse(null),
                body.optionalText("place", LONGEST_TEXT).orElse(""),
                phone(body),
                body.optionalText("address", LONGEST_TEXT).orElse(""),
                body.optionalText("contact", LONGEST_TEXT).orElse(""),
                needs(body),
                language(body));
    }

    private static String phone(JsonDocument body) {
        String phone = body.optionalText("phone").orElse("");
        if (!phone.isEmpty() && !PHONE.matcher(phone).matches()) {
            throw body.wrong(
                    "phone",
                    "phone is \"%s\", 5 to 25 digits and spaces are expected, after a + or not".formatted(phone));
        }
        return phone;
    }

    private static Set<String> needs(JsonDocument body) {
        List<String> needs = body.texts("needs", Need.values().length, LONGEST_TEXT);
        for (String need : needs) {
            if (Need.ofCode(need).isEmpty()) {
                throw body.wrong("needs", "needs has \"%s\", one of %s is expected".formatted(need, Need.codes()));
            }
        }
        return Set.copyOf(needs);
    }

    private static String language(JsonDocument body) {
        String language = body.optionalText("language").orElse("en");
        if (!LANGUAGES.contains(language)) {
            throw body.wrong("language", "language is \"%s\", en or pl is expected".formatted(language));
        }
        return language;
    }

    private static @Nullable String unlessEmpty(String text) {
        return text.isEmpty() ? null : text;
    }
}
