package io.derwent.console.cases;

import io.derwent.model.Severity;
import io.derwent.model.Subject;
import io.derwent.store.Alerts.Alert;
import io.derwent.store.Alerts.State;
import io.derwent.store.PatientCase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cases as a list has them, of one open alert, made step by step. */
record SampleCases(
        String id,
        Severity severity,
        PatientCase.State state,
        Instant openedAt,
        @Nullable Instant waitingSince,
        @Nullable Instant worsenedAt,
        @Nullable Instant escalatedAt,
        @Nullable Instant snoozedUntil,
        @Nullable String heldBy,
        PatientCase.Care care,
        State alert) {
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    /** Open and unseen for so long. */
    static SampleCases waiting(String id, Severity severity, Duration since) {
        Instant at = NOW.minus(since);
        return new SampleCases(
                id,
                severity,
                PatientCase.State.OPEN,
                at,
                at,
                null,
                null,
                null,
                null,
                PatientCase.Care.UNKNOWN,
                State.OPEN);
    }

    SampleCases heldBy(String who) {
        return new SampleCases(
                id,
                severity,
                PatientCase.State.ACKNOWLEDGED,
                openedAt,
                null,
                worsenedAt,
                escalatedAt,
                snoozedUntil,
                who,
                care,
                alert);
    }

    SampleCases worse(Duration since) {
        return new SampleCases(
                id,
                severity,
                state,
                openedAt,
                waitingSince,
                NOW.minus(since),
                escalatedAt,
                snoozedUntil,
                heldBy,
                care,
                alert);
    }

    SampleCases leadAsked() {
        return new SampleCases(
                id, severity, state, openedAt, waitingSince, worsenedAt, NOW, snoozedUntil, heldBy, care, alert);
    }

    SampleCases snoozedUntil(Instant until) {
        return new SampleCases(
                id, severity, state, openedAt, waitingSince, worsenedAt, escalatedAt, until, heldBy, care, alert);
    }

    SampleCases of(@Nullable String team, String place, @Nullable String pathway) {
        return new SampleCases(
                id,
                severity,
                state,
                openedAt,
                waitingSince,
                worsenedAt,
                escalatedAt,
                snoozedUntil,
                heldBy,
                new PatientCase.Care(team, place, pathway),
                alert);
    }

    SampleCases over() {
        return new SampleCases(
                id,
                severity,
                state,
                openedAt,
                waitingSince,
                worsenedAt,
                escalatedAt,
                snoozedUntil,
                heldBy,
                care,
                State.CLEARED);
    }

    PatientCase make() {
        return new PatientCase(
                "derby",
                id,
                "patient of " + id,
                "P",
                severity,
                state,
                false,
                openedAt,
                openedAt,
                heldBy,
                heldBy == null ? null : openedAt,
                snoozedUntil,
                null,
                null,
                null,
                null,
                waitingSince,
                worsenedAt,
                escalatedAt,
                care,
                List.of(new Alert(
                        "derby",
                        "alert of " + id,
                        Subject.patient("patient of " + id),
                        "OX-02",
                        1,
                        severity,
                        alert,
                        openedAt,
                        openedAt,
                        openedAt,
                        false,
                        id,
                        openedAt,
                        null,
                        "raised")));
    }
}
