package io.derwent.clinical;

import io.derwent.model.AlertAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Merges what a hub raised while it had no line into what we find ourselves in the same readings once they are here. The hub's
 * alert is the patient's episode of that rule, if both rest on the same opening reading, or becomes an alias of the episode whose
 * interval it overlaps. Until there is one it waits. So there is never a second episode for one, in whatever order readings and
 * alerts arrive. The hub's word opens nothing here; what nobody repeated beside it is counted by {@link PatientWatch#besideHubs}.
 * Pure; design section 4.8.
 */
public final class HubAlerts {
    /** More than a hub's patient has in a week without a line. */
    static final int MOST_WAITING = 20;

    private HubAlerts() {}

    /** What is remembered then, and the hub's alerts whose episode is not there yet, oldest first. */
    public record Merged(PatientState state, List<HubAlert> waiting) {
        public Merged {
            waiting = List.copyOf(waiting);
        }
    }

    /** Waiting alerts with one more; a further step of one that waits lengthens it, and beyond the bound the oldest goes. */
    public static List<HubAlert> with(List<HubAlert> waiting, HubAlert added) {
        List<HubAlert> all = new ArrayList<>(waiting);
        HubAlert known = null;
        for (HubAlert one : waiting) {
            if (one.alert().equals(added.alert())) {
                known = one;
            }
        }
        if (known != null) {
            all.remove(known);
        }
        all.add(known == null ? added : known.with(added));
        return List.copyOf(all.subList(Math.max(0, all.size() - MOST_WAITING), all.size()));
    }

    /** Called when an alert of a hub arrives, and whenever an episode has changed while some wait. */
    public static Merged merge(PatientState state, List<HubAlert> waiting) {
        PatientState merged = state;
        List<HubAlert> left = new ArrayList<>();
        for (HubAlert alert : waiting) {
            if (isTold(merged, alert)) {
                continue;
            }
            Optional<RuleState> rule = merged.rules().stream()
                    .filter(candidate -> candidate.rule().equals(alert.rule()))
                    .findFirst();
            Episode episode = rule.map(RuleState::episode).orElse(null);
            if (episode != null && alert.overlaps(episode)) {
                merged = aliased(merged, rule.orElseThrow(), episode.knownAlsoAs(alert.alert()));
            } else {
                left.add(alert);
            }
        }
        return new Merged(merged, left);
    }

    /** The action as one on our own alert, if its alert is an alias of that. */
    public static AlertAction canonical(PatientState state, AlertAction action) {
        return ownId(state, action.alert())
                .map(own -> new AlertAction(
                        action.id(),
                        action.tenant(),
                        action.subject(),
                        own,
                        action.kind(),
                        action.who(),
                        action.at(),
                        action.until(),
                        action.outcome()))
                .orElse(action);
    }

    /** Our id of the episode this id stands for; empty if it stands for none that is remembered. */
    static Optional<String> ownId(PatientState state, String alert) {
        return state.rules().stream()
                .flatMap(rule -> Optional.ofNullable(rule.episode()).stream())
                .filter(episode -> episode.isKnownAs(alert))
                .map(Episode::alert)
                .findFirst();
    }

    /** Whether it is an alert of ours, which may have passed before anybody knew. */
    static boolean isTold(PatientState state, HubAlert alert) {
        return ownId(state, alert.alert()).isPresent()
                || state.rules().stream()
                        .flatMap(rule -> rule.passed().stream())
                        .anyMatch(passed -> passed.alert().equals(alert.alert()));
    }

    /** Actions that waited for the alias are actions on the episode. */
    private static PatientState aliased(PatientState state, RuleState rule, Episode aliased) {
        Episode acted = aliased;
        List<WaitingAction> waiting = new ArrayList<>();
        for (WaitingAction action : state.waiting()) {
            if (aliased.isKnownAs(action.alert())) {
                acted = PatientWatch.applied(acted, action);
            } else {
                waiting.add(action);
            }
        }
        List<RuleState> rules = new ArrayList<>(state.rules());
        rules.set(rules.indexOf(rule), rule.withEpisode(acted));
        return state.withRules(rules).withWaiting(waiting);
    }
}
