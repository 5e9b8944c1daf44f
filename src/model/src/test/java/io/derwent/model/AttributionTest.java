package io.derwent.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.AssignmentHistory.Assignment;
import io.derwent.model.AssignmentHistory.Correction;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributionTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    /** Assignments in force as {@code ann:1}, patient and slot; what the reading names; whose it is, {@code *} on trust. */
    @ParameterizedTest(name = "{0}: user {1}, patient {2} -> {3}")
    @CsvSource(
            nullValues = "-",
            value = {
                "'', -, -, -",
                "'', 1, ann, -",
                "ann, -, -, ann",
                "ann, 1, -, ann",
                "ann, 255, -, ann",
                "ann, -, ann, ann",
                "ann, -, bob, -",
                "ann:1, -, -, ann",
                "ann:1, 1, -, ann",
                "ann:1, 2, -, -",
                "ann:1, 255, -, -",
                "ann:1, 255, ann, ann",
                "ann:1, 2, ann, -",
                "ann:1 ann:2, 2, -, ann",
                "ann:1 bob:2, -, -, -",
                "ann:1 bob:2, 1, -, ann*",
                "ann:1 bob:2, 2, -, bob*",
                "ann:1 bob:2, 3, -, -",
                "ann:1 bob:2, 255, -, -",
                "ann:1 bob:2, -, bob, bob*",
                "ann:1 bob:2, 255, bob, bob*",
                "ann:1 bob:2, 2, bob, bob*",
                "ann:1 bob:2, 1, bob, -",
                "ann:1 bob:2, 3, bob, -",
                "ann:1 bob:2, -, eve, -",
                "ann:1 bob, 2, -, -",
                "ann:1 bob, 2, bob, bob*",
                "ann:1 bob, 1, bob, -",
                "ann:1 bob:2 ann:3, 3, -, ann*",
            })
    void aReadingIsWhoseItSaysIfTheyHaveTheDeviceAndIsNeverGuessed(
            String inForce, @Nullable Integer user, @Nullable String patient, @Nullable String whose) {
        AssignmentHistory history = history(inForce);

        Attribution attribution = history.attribution(reading(new Whose(user, patient), Set.of()));

        assertThat(attribution)
                .isEqualTo(
                        whose == null
                                ? Attribution.NOBODYS
                                : new Attribution(whose.replace("*", ""), whose.endsWith("*")));
    }

    @ParameterizedTest(name = "{0}: user {1}, patient {2} -> {3}")
    @CsvSource(
            nullValues = "-",
            value = {
                "'', -, -, NOT_ASSIGNED",
                "'', 1, ann, NOT_ASSIGNED",
                "ann, -, -, -",
                "ann, -, bob, NAMES_ANOTHER",
                "ann:1, 2, -, NAMES_ANOTHER",
                "ann:1, 255, -, UNKNOWN_USER",
                "ann:1, 255, bob, NAMES_ANOTHER",
                "ann:1 bob:2, -, -, NAMES_NOBODY",
                "ann:1 bob:2, 1, -, -",
                "ann:1 bob:2, 255, -, UNKNOWN_USER",
                "ann:1 bob:2, 3, -, NAMES_ANOTHER",
                "ann:1 bob:2, 1, bob, NAMES_ANOTHER",
            })
    void aReadingThatIsNobodysSaysWhy(
            String inForce, @Nullable Integer user, @Nullable String patient, @Nullable WhyNobodys why) {
        assertThat(history(inForce).whyNobodys(reading(new Whose(user, patient), Set.of())))
                .isEqualTo(Optional.ofNullable(why));
    }

    @Test
    void aTestAndWhatAPersonSaidAreReasonsOfTheirOwn() {
        AssignmentHistory shared = history("ann:1 bob:2");
        Reading silent = reading(null, Set.of());

        assertThat(corrected(shared, null).whyNobodys(silent)).contains(WhyNobodys.SAID);
        assertThat(corrected(shared, "bob").whyNobodys(silent)).isEmpty();
        assertThat(corrected(shared, "bob").whyNobodys(reading(null, Set.of(Mark.NOT_A_PERSON))))
                .contains(WhyNobodys.NOT_A_PERSON);
    }

    @Test
    void whatAPersonSaidStandsAboveTheAssignments() {
        AssignmentHistory shared = history("ann:1 bob:2");

        assertThat(corrected(shared, "bob").attribution(reading(new Whose(1, null), Set.of())))
                .isEqualTo(new Attribution("bob", false));
        assertThat(corrected(shared, null).attribution(reading(new Whose(1, null), Set.of())))
                .isEqualTo(Attribution.NOBODYS);
    }

    @Test
    void aTestIsNobodysWhateverIsSaid() {
        AssignmentHistory alone = corrected(history("ann"), "ann");

        assertThat(alone.attribution(reading(null, Set.of(Mark.NOT_A_PERSON)))).isEqualTo(Attribution.NOBODYS);
    }

    @Test
    void theMarkComesAndGoesWithTrust() {
        Reading reading = reading(new Whose(1, null), Set.of(Mark.LOW_BATTERY));
        Attribution onTrust = history("ann:1 bob:2").attribution(reading);

        Reading attributed = reading.attributed(onTrust, 0);
        Reading confirmed = attributed.attributed(Attribution.confirmed("ann"), 1);

        assertThat(attributed.marks()).containsExactlyInAnyOrder(Mark.LOW_BATTERY, Mark.SHARED_KIT);
        assertThat(onTrust.isOf(attributed)).isTrue();
        assertThat(Attribution.confirmed("ann").isOf(attributed)).isFalse();
        assertThat(confirmed.marks()).containsExactly(Mark.LOW_BATTERY);
        assertThat(confirmed.revision()).isEqualTo(1);
    }

    private static AssignmentHistory corrected(AssignmentHistory history, @Nullable String patient) {
        return new AssignmentHistory(
                history.tenant(),
                history.device(),
                history.version() + 1,
                history.assignments(),
                List.of(new Correction("other", "eve", "nurse", NOON), new Correction("r1", patient, "nurse", NOON)));
    }

    private static AssignmentHistory history(String inForce) {
        Stream<Assignment> assignments = Arrays.stream(inForce.split(" "))
                .filter(one -> !one.isEmpty())
                .map(one -> one.split(":"))
                .map(one ->
                        new Assignment(one[0], Instant.EPOCH, null, one.length == 1 ? null : Integer.valueOf(one[1])));
        return new AssignmentHistory("derby", "scale-1", 1, assignments.toList());
    }

    private static Reading reading(@Nullable Whose whose, Set<Mark> marks) {
        return new Reading(
                "r1",
                0,
                "derby",
                "scale-1",
                null,
                Kind.WEIGHT,
                Map.of(Parameter.BODY_WEIGHT, BigDecimal.TEN),
                Map.of(),
                NOON,
                NOON,
                marks,
                null,
                whose);
    }
}
