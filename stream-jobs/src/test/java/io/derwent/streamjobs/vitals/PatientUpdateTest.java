package io.derwent.streamjobs.vitals;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.CarePlan;
import io.derwent.model.Pathway;
import io.derwent.streamjobs.Opened;
import io.derwent.wire.Codecs;
import io.derwent.wire.ShippedPathways;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PatientUpdateTest {
    static List<Pathway> pathways() {
        return ShippedPathways.all().all();
    }

    @ParameterizedTest
    @MethodSource("pathways")
    void everyPathwaysPlanComesBackFromItsTextWithAllItsRules(Pathway pathway) {
        CarePlan plan = new CarePlan("derby", "p1", 1, pathway.code(), 1, 1, Instant.EPOCH, true, pathway.rules());

        PatientUpdate.PlanVersion text = Opened.of(PatientUpdate.of(plan).plan());

        assertThat(Codecs.carePlans().decode(text.json().getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(plan);
    }
}
