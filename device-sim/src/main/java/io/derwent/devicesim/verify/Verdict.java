package io.derwent.devicesim.verify;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What came of the comparison. The lists hold one sentence each; what must be empty is empty when it {@link #holds}.
 *
 * @param acknowledged     different readings the gateway acknowledged
 * @param stored           rows found for them
 * @param unconfirmed      rows of messages whose acknowledgement never came, which may be there or not
 * @param late             rows that arrived more than 15 minutes after they were measured
 * @param refused          messages refused as the scenario implies
 * @param scoresExpected   NEWS2 results the scenario implies
 * @param alertsExpected   patient and rule pairs that must have an alert
 * @param alertsRaised     alerts raised for people and devices of the ledger
 * @param lost             acknowledged but not stored
 * @param duplicated       stored more than once
 * @param misattributed    stored with another patient than the one who has the device
 * @param wronglyAnswered  refused though good, or accepted though bad
 * @param wrongScores      missing, doubled or with another total
 * @param wrongTimes       stored with another time, age or mark than the scenario implies, or an alert that says "late" of a
 *     reading that was not, or the other way round
 * @param missingAlerts    implied but not raised
 * @param unexpectedAlerts raised but not implied, or one step stored twice
 * @param equipment        the same of pings and moves
 */
public record Verdict(
        int acknowledged,
        int stored,
        int unconfirmed,
        int late,
        int refused,
        int scoresExpected,
        int alertsExpected,
        int alertsRaised,
        List<String> lost,
        List<String> duplicated,
        List<String> misattributed,
        List<String> wronglyAnswered,
        List<String> wrongScores,
        List<String> wrongTimes,
        List<String> missingAlerts,
        List<String> unexpectedAlerts,
        EquipmentVerdict equipment) {
    public Verdict {
        lost = List.copyOf(lost);
        duplicated = List.copyOf(duplicated);
        misattributed = List.copyOf(misattributed);
        wronglyAnswered = List.copyOf(wronglyAnswered);
        wrongScores = List.copyOf(wrongScores);
        wrongTimes = List.copyOf(wrongTimes);
        missingAlerts = List.copyOf(missingAlerts);
        unexpectedAlerts = List.copyOf(unexpectedAlerts);
    }

    /** Nothing lost, nothing doubled, and everything the scenario implies is there once. */
    @JsonProperty
    public boolean holds() {
        return lost.isEmpty()
                && duplicated.isEmpty()
                && misattributed.isEmpty()
                && wronglyAnswered.isEmpty()
                && wrongScores.isEmpty()
                && wrongTimes.isEmpty()
                && missingAlerts.isEmpty()
                && unexpectedAlerts.isEmpty()
                && equipment.holds();
    }
}
