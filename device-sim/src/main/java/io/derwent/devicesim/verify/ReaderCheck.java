package io.derwent.devicesim.verify;

import io.derwent.devicesim.verify.ReaderMessage.ReaderName;
import io.derwent.model.AlertEvent;
import io.derwent.model.ReaderStatus;
import io.derwent.model.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One reader: when it was heard of, as stored, against its acknowledged messages; its alerts of silence against the silences
 * of the scenario, each raised once and cleared, and none over a time in which it was heard of.
 */
final class ReaderCheck {
    private static final String RULE = "RD-01";
    private static final Duration CLOCKS_DIFFER_BY = Duration.ofSeconds(5);

    /** That a reader is heard of is written every ten seconds. */
    private static final Duration WRITTEN_AFTER = Duration.ofSeconds(20);

    private final ReaderName reader;
    private final List<ReaderMessage> acknowledged;
    private final List<AlertEvent> alerts;
    private final List<String> wrong = new ArrayList<>();

    private ReaderCheck(ReaderName reader, List<ReaderMessage> acknowledged, List<AlertEvent> alerts) {
        this.reader = reader;
        this.acknowledged = acknowledged;
        this.alerts = alerts;
    }

    /** What is wrong, a sentence each. */
    static List<String> wrong(
            ReaderName reader, @Nullable ReaderStatus status, List<AlertEvent> events, List<ReaderMessage> messages) {
        List<AlertEvent> alerts = events.stream()
                .filter(event -> event.rule().equals(RULE)
                        && event.tenant().equals(reader.tenant())
                        && event.subject().equals(Subject.reader(reader.device())))
                .toList();
        ReaderCheck check =
                new ReaderCheck(reader, Attendance.of(reader, messages).messages(), alerts);
        check.heard(status);
        check.silences(Attendance.ofAny(messages));
        check.notSilent();
        check.once();
        return check.wrong;
    }

    private void heard(@Nullable ReaderStatus status) {
        if (acknowledged.isEmpty()) {
            return;
        }
        Instant last = acknowledged.get(acknowledged.size() - 1).sentAt();
        if (status == null) {
            wrong.add("%s was heard of at %s, and never as stored".formatted(reader, last));
        } else if (status.lastHeardAt().isBefore(last.minus(WRITTEN_AFTER))) {
            wrong.add("%s was heard of at %s, last as stored is %s".formatted(reader, last, status.lastHeardAt()));
        }
    }

    /** Nobody tells a silence in which nobody at all was heard: then we were down. */
    private void silences(Attendance anybody) {
        for (int i = 1; i < acknowledged.size(); i++) {
            ReaderMessage before = acknowledged.get(i - 1);
            ReaderMessage after = acknowledged.get(i);
            if (after.inventory().afterSilence() && anybody.isUnbroken(before.at(), after.sentAt())) {
                told(AlertEvent.Kind.RAISED, before);
                told(AlertEvent.Kind.CLEARED, before);
            }
        }
    }

    private void told(AlertEvent.Kind kind, ReaderMessage before) {
        Span span =
                new Span(before.sentAt().minus(CLOCKS_DIFFER_BY), before.at().plus(CLOCKS_DIFFER_BY));
        if (alerts.stream().noneMatch(event -> event.kind() == kind && span.contains(event.firstBreachAt()))) {
            wrong.add(
                    "%s of %s was not %s, it was silent from %s on".formatted(RULE, reader, kind.code(), before.at()));
        }
    }

    private void notSilent() {
        for (AlertEvent event : alerts) {
            if (event.kind() == AlertEvent.Kind.RAISED) {
                Instant from = event.firstBreachAt().plus(CLOCKS_DIFFER_BY);
                Instant to = event.at().minus(CLOCKS_DIFFER_BY);
                Optional<ReaderMessage> heard = acknowledged.stream()
                        .filter(message ->
                                message.sentAt().isAfter(from) && message.at().isBefore(to))
                        .findFirst();
                heard.ifPresent(message -> wrong.add("%s says %s was silent from %s to %s, it was heard of at %s"
                        .formatted(RULE, reader, event.firstBreachAt(), event.at(), message.at())));
            }
        }
    }

    private void once() {
        Map<String, List<AlertEvent>> raised = Verification.grouped(
                alerts.stream()
                        .filter(event -> event.kind() == AlertEvent.Kind.RAISED)
                        .toList(),
                AlertEvent::alert);
        raised.values().stream()
                .filter(same -> same.stream().map(AlertEvent::id).distinct().count() > 1)
                .forEach(same ->
                        wrong.add("%s of %s was raised %d times as one alert".formatted(RULE, reader, same.size())));
    }
}
