package io.derwent.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.Escalation;
import io.derwent.model.Pathway;
import io.derwent.model.Severity;
import io.derwent.wire.ShippedPathways;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleWordsTest {
    private final Texts texts = new Texts();
    private final RuleWords rules = new RuleWords(
            texts,
            new UkTimes(Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC), texts),
            new ClinicalWords(texts));

    @Test
    void everyRuleThatComesWithTheHouseIsSaidInSentences() {
        assertThat(ShippedPathways.all().all())
                .flatExtracting(Pathway::entries)
                .isNotEmpty()
                .allSatisfy(entry ->
                        assertThat(rules.sentences(entry.rule())).isNotEmpty().noneMatch(String::isBlank));
    }

    @Test
    void whoIsToldNextIsSaidInOrder() {
        assertThat(rules.toldNext(Escalation.USUAL.of(Severity.RED_EMERGENCY)))
                .isEqualTo("the team lead after 10 min and the out-of-hours team after 20 min");
        assertThat(rules.toldNext(Escalation.USUAL.of(Severity.AMBER))).isEqualTo("the team lead after 1 day");
        assertThat(rules.toldNext(List.of())).isEqualTo("nobody else");
    }
}
