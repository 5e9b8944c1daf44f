package io.derwent.console.api;

import static io.derwent.console.http.Endpoint.STAFF;
import static io.derwent.console.http.Endpoint.post;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.derwent.clinical.Comparison;
import io.derwent.clinical.Rehearsal;
import io.derwent.clinical.UkDays;
import io.derwent.console.access.Refusal;
import io.derwent.console.http.ApiJson;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.console.pages.RehearsalWords;
import io.derwent.console.plans.CarePlanDesk;
import io.derwent.console.replay.RehearsalDesk;
import io.derwent.wire.CarePlanDocument;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a plan would have raised of the last weeks, before it is saved. */
public final class RehearsalApi {
    private static final String DAYS = "days";

    private final RehearsalDesk desk;
    private final CarePlanDesk plans;
    private final RehearsalWords words;

    public RehearsalApi(RehearsalDesk desk, CarePlanDesk plans, RehearsalWords words) {
        this.desk = desk;
        this.plans = plans;
        this.words = words;
    }

    public List<Endpoint> endpoints() {
        return List.of(post("/api/v1/patients/:id/care-plan/rehearsal", STAFF, this::patient));
    }

    /** How much a plan would raise. */
    record Amount(int alerts, int prompts) {
        static Amount of(Rehearsal rehearsal) {
            return new Amount(rehearsal.alerts().size(), rehearsal.prompts());
        }
    }

    /** Alerts raised on one day, of Europe/London. */
    record DayJson(LocalDate day, int before, int after) {}

    /** An alert; {@code case} and {@code outcome} are there where its case was closed. */
    record AlertJson(
            String id,
            String rule,
            String severity,
            Instant raisedAt,
            Instant firstBreachAt,
            @Nullable String caseId,
            @Nullable String outcome,
            @Nullable Boolean wasReal,
            String words) {}

    /** Both plans of one patient; {@code days} were asked for, {@code from} and {@code to} are what was watched of them. */
    record ResultJson(
            String patient,
            String tenant,
            int days,
            BigDecimal watchedDays,
            Instant from,
            Instant to,
            Amount before,
            Amount after,
            List<DayJson> perDay,
            List<AlertJson> added,
            List<AlertJson> lost,
            List<String> words,
            @Nullable Instant cutAt) {}

    private Reply patient(Request request) {
        ObjectNode body = body(request);
        int days = days(body);
        CarePlanDocument document = CarePlanDocument.of("the body", body);
        String patient = CarePlansApi.patient(document, Optional.of(request.segment("id")));
        RehearsalDesk.Result result =
                desk.ofPatient(request.who(), patient, plans.check(request.who(), document), days);
        return Reply.json(new ResultJson(
                result.patient().id(),
                result.patient().tenant(),
                result.days(),
                Comparison.days(result.watched()),
                result.before().from(),
                result.before().to(),
                Amount.of(result.before()),
                Amount.of(result.after()),
                perDay(result),
                result.added().stream().map(this::added).toList(),
                result.lost().stream().map(this::lost).toList(),
                words.of(result),
                result.cutAt()));
    }

    private static List<DayJson> perDay(RehearsalDesk.Result result) {
        List<DayJson> days = new ArrayList<>();
        LocalDate last = UkDays.of(result.before().to());
        for (LocalDate day = UkDays.of(result.before().from()); !day.isAfter(last); day = day.plusDays(1)) {
            days.add(new DayJson(day, result.before().on(day), result.after().on(day)));
        }
        return days;
    }

    private AlertJson added(Rehearsal.Alert alert) {
        return json(alert, null, null, null);
    }

    private AlertJson lost(RehearsalDesk.Lost lost) {
        RehearsalDesk.Closed closed = lost.closed();
        return closed == null
                ? json(lost.alert(), null, null, null)
                : json(lost.alert(), closed.caseId(), closed.outcome().code(), lost.wasReal());
    }

    private AlertJson json(
            Rehearsal.Alert alert, @Nullable String caseId, @Nullable String outcome, @Nullable Boolean wasReal) {
        return new AlertJson(
                alert.id(),
                alert.rule(),
                alert.severity().code(),
                alert.raisedAt(),
                alert.from(),
                caseId,
                outcome,
                wasReal,
                words.alert(alert));
    }

    static ObjectNode body(Request request) {
        try {
            if (ApiJson.MAPPER.readTree(request.body()) instanceof ObjectNode body) {
                return body;
            }
            throw Refusal.invalid("the body is no JSON object");
        } catch (JsonProcessingException e) {
            throw Refusal.invalid("the body is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory are always read", e);
        }
    }

    /** Takes {@code days} out, so that what is left is the document. */
    static int days(ObjectNode body) {
        JsonNode days = body.remove(DAYS);
        if (days == null) {
            return RehearsalDesk.FEWEST_DAYS;
        }
        boolean inRange = days.isInt()
                && days.intValue() >= RehearsalDesk.FEWEST_DAYS
                && days.intValue() <= RehearsalDesk.MOST_DAYS;
        if (!inRange) {
            throw Refusal.invalid(
                    DAYS,
                    "days is %s, a whole number from %d to %d is expected"
                            .formatted(days, RehearsalDesk.FEWEST_DAYS, RehearsalDesk.MOST_DAYS));
        }
        return days.intValue();
    }
}
