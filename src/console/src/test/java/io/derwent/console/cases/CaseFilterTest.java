package io.derwent.console.cases;

import static io.derwent.console.cases.SampleCases.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.console.cases.CaseFilter.Show;
import io.derwent.model.Severity;
import io.derwent.store.PatientCase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CaseFilterTest {
    private static final List<PatientCase> CASES = Stream.of(
                    one("free").of("belper", "Milford House", "copd"),
                    one("ninas").heldBy("nina").of("belper", "", "hypertension"),
                    one("omars").heldBy("omar").of("ripley", "Milford House", "copd"),
                    one("asked").leadAsked().of(null, "", null))
            .map(SampleCases::make)
            .toList();

    @Test
    void byWhoDealsWithThem() {
        assertThat(shown(filter(Show.ALL, null, null, null))).containsExactly("free", "ninas", "omars", "asked");
        assertThat(shown(filter(Show.WAITING, null, null, null))).containsExactly("free", "asked");
        assertThat(shown(filter(Show.MINE, null, null, null))).containsExactly("ninas");
        assertThat(shown(filter(Show.ESCALATED, null, null, null))).containsExactly("asked");
    }

    @Test
    void byTeamPathwayAndPlaceAllAtOnce() {
        assertThat(shown(filter(Show.ALL, "belper", null, null))).containsExactly("free", "ninas");
        assertThat(shown(filter(Show.ALL, CaseFilter.NONE, null, null))).containsExactly("asked");
        assertThat(shown(filter(Show.ALL, null, "copd", null))).containsExactly("free", "omars");
        assertThat(shown(filter(Show.ALL, null, "copd", "Milford House"))).containsExactly("free", "omars");
        assertThat(shown(filter(Show.WAITING, "belper", "copd", "Milford House")))
                .containsExactly("free");
        assertThat(shown(filter(Show.MINE, "ripley", null, null))).isEmpty();
    }

    private static SampleCases one(String id) {
        return waiting(id, Severity.AMBER, Duration.ofHours(1));
    }

    private static CaseFilter filter(
            Show show, @Nullable String team, @Nullable String pathway, @Nullable String place) {
        return new CaseFilter(
                show, Optional.ofNullable(team), Optional.ofNullable(pathway), Optional.ofNullable(place));
    }

    private static List<String> shown(CaseFilter filter) {
        return CASES.stream()
                .filter(one -> filter.includes(one, "nina"))
                .map(PatientCase::id)
                .toList();
    }
}
