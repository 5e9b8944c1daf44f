package io.derwent.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdsTest {
    /** A persistent format: these values may never change. */
    @Test
    void anIdIsFixedForEver() {
        assertThat(Ids.of("a", "b")).isEqualTo("16275ef0f5d0eb9dd9e0a53277549fda");
    }

    @Test
    void partsDoNotRunIntoEachOther() {
        assertThat(Ids.of("ab", "c")).isNotEqualTo(Ids.of("a", "bc")).hasSize(32);
        assertThat(Ids.of("a", "")).isNotEqualTo(Ids.of("", "a")).isNotEqualTo(Ids.of("a"));
    }

    @Test
    void anAlertIsItsSubjectRuleAndOpening() {
        Subject patient = Subject.patient("p1");

        assertThat(Ids.alert("derby", patient, "BP-03", "r1"))
                .isEqualTo(Ids.alert("derby", patient, "BP-03", "r1"))
                .isNotEqualTo(Ids.alert("derby", patient, "BP-03", "r2"))
                .isNotEqualTo(Ids.alert("derby", Subject.device("p1"), "BP-03", "r1"));
    }
}
