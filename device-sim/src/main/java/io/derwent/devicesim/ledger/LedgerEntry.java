package io.derwent.devicesim.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One line of the ledger.
 *
 * @param state         what is known about the message when the line is written
 * @param sender        auth-id of the connection it went over (a hub's that the simulator plays for a device)
 * @param behindHub     whether a real hub answered, which keeps the message and forwards it when there is a line: the gateway
 *     may receive it at any time after
 * @param reading       id by wire's {@code ReadingIds}; null if the bytes cannot be decoded, or say no time, so that only
 *     their arrival identifies them
 * @param kind          code of what was measured; null if the bytes cannot be decoded
 * @param patient       who has the device, by the scenario; null if nobody
 * @param effectiveTime as the payload says it, of a reader's message that of its newest read; null if it says none
 * @param sha256        of the payload, in hex
 * @param reasonCode    of the PUBACK; null when only sent
 * @param reason        reason string of a refusal; null otherwise
 * @param sentAt        sender's clock at the first PUBLISH
 * @param at            sender's clock when the line was written
 * @param story         name of the story it belongs to; null for an ordinary measurement
 * @param implies       what must come of it
 * @param inventory     what it holds and what must come of that, if it is a reader's; null otherwise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LedgerEntry(
        State state,
        String tenant,
        String device,
        String sender,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean behindHub,
        @Nullable String reading,
        @Nullable String kind,
        @Nullable String patient,
        @Nullable Instant effectiveTime,
        String sha256,
        @Nullable Integer reasonCode,
        @Nullable String reason,
        Instant sentAt,
        Instant at,
        @Nullable String story,
        Implies implies,
        @Nullable Inventory inventory) {
    /** Whether this is a reading of a device without a clock. */
    public boolean lacksTime() {
        return kind != null && reading == null;
    }

    /** How far a message came. */
    public enum State {
        /** Handed to the connection; nobody knows yet whether it arrived. */
        SENT,
        /** PUBACK below 0x80: it must be in the store. */
        ACKNOWLEDGED,
        /** PUBACK from 0x80 that asks for no retry: it must not be in the store. */
        REFUSED;

        /** The name in the file. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What the scenario says a message leads to, if it is no reader's.
     *
     * @param refused   the gateway must refuse it
     * @param news2     total of its complete NEWS2; null if it has none
     * @param breaches  rules this reading breaches: an alert of these rules may name it as the opening one
     * @param alerts    rules that must have an alert of the patient once this is acknowledged
     * @param wouldHave rules for which "would have alerted" must stand in the patient's timeline
     * @param overdue   rules that must have an alert of the patient once time has come to it, because nothing newer comes
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Implies(
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean refused,
            @Nullable Integer news2,
            List<String> breaches,
            List<String> alerts,
            List<String> wouldHave,
            List<Overdue> overdue) {
        public static final Implies NOTHING = new Implies(false, List.of(), List.of(), List.of());
        public static final Implies REFUSAL = new Implies(true, List.of(), List.of(), List.of());

        // Absent in the file means empty: Jackson hands null to the constructor.
        @SuppressWarnings("NullAway")
        public Implies {
            breaches = breaches == null ? List.of() : List.copyOf(breaches);
            alerts = alerts == null ? List.of() : List.copyOf(alerts);
            wouldHave = wouldHave == null ? List.of() : List.copyOf(wouldHave);
            overdue = overdue == null ? List.of() : List.copyOf(overdue);
        }

        /** A rule, and from when on it must have alerted. */
        public record Overdue(String rule, Instant at) {}

        private Implies(boolean refused, List<String> breaches, List<String> alerts, List<String> wouldHave) {
            this(refused, null, breaches, alerts, wouldHave, List.of());
        }

        /** A complete NEWS2 of this total, and nothing else. */
        public static Implies score(int total) {
            return NOTHING.withNews2(total);
        }

        /** Breaches these rules, without opening an alert yet: a repeat is still to come. */
        public static Implies breach(String... rules) {
            return breach(List.of(rules));
        }

        /** See {@link #breach(String...)}. */
        public static Implies breach(List<String> rules) {
            return new Implies(false, rules, List.of(), List.of());
        }

        /** Breaches these rules, and their alerts must be there. */
        public static Implies alert(String... rules) {
            return alert(List.of(rules));
        }

        /** See {@link #alert(String...)}. */
        public static Implies alert(List<String> rules) {
            return new Implies(false, rules, rules, List.of());
        }

        /** Nothing newer comes: this rule must have alerted then. */
        public static Implies overdue(String rule, Instant at) {
            return new Implies(false, null, List.of(), List.of(), List.of(), List.of(new Overdue(rule, at)));
        }

        /** Too old to act on, but the timeline must say that these rules would have alerted. */
        public static Implies wouldHave(String... rules) {
            return new Implies(false, List.of(rules), List.of(), List.of(rules));
        }

        /** And it may breach these, if it lies that far from what is usual for the person. */
        public Implies orBreach(String... rules) {
            return new Implies(
                    refused,
                    news2,
                    Stream.concat(breaches.stream(), Stream.of(rules)).toList(),
                    alerts,
                    wouldHave,
                    overdue);
        }

        public Implies withNews2(int total) {
            return new Implies(refused, total, breaches, alerts, wouldHave, overdue);
        }
    }
}
