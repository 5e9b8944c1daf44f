package io.derwent.console.replay;

import io.derwent.clinical.Comparison;
import io.derwent.clinical.Rehearsal;
import io.derwent.console.replay.Caseload.Differing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Adds patients up to a {@link Caseload}, in memory that does not grow with the number of alerts. One thread's. */
final class CaseloadCount {
    /** Alerts listed of a kind; what is more is counted. */
    static final int MOST_LISTED = 500;

    private static final int MOST_CHANGED = 20;
    private static final Comparator<Caseload.Changed> BY_CHANGE = Comparator.comparing(Caseload.Changed::by)
            .reversed()
            .thenComparing(Caseload.Changed::tenant)
            .thenComparing(Caseload.Changed::patient);

    private final Alerts lost = new Alerts();
    private final Alerts gained = new Alerts();
    private final List<Caseload.Changed> changed = new ArrayList<>();
    private final List<Caseload.LeftOut> leftOut = new ArrayList<>();
    private final List<Caseload.Cut> cut = new ArrayList<>();
    private int shorter;
    private int older;
    private Comparison comparison = Comparison.NONE;

    /** Both plans of a patient, and what differs. */
    void add(
            String tenant,
            String patient,
            String name,
            Rehearsal before,
            Rehearsal after,
            List<Differing> onlyBefore,
            List<Differing> onlyAfter) {
        comparison = comparison.with(before, after);
        onlyBefore.forEach(lost::add);
        onlyAfter.forEach(gained::add);
        Caseload.Changed one = new Caseload.Changed(
                tenant, patient, name, before.alerts().size(), after.alerts().size());
        if (one.by() > 0) {
            changed.add(one);
            changed.sort(BY_CHANGE);
            shorten(changed, MOST_CHANGED);
        }
    }

    /** Somebody who was watched for less than was asked for. */
    void shorter() {
        shorter++;
    }

    /** A plan that was made from an older version of its pathway. */
    void older() {
        older++;
    }

    void leaveOut(Caseload.LeftOut one) {
        leftOut.add(one);
    }

    void cut(Caseload.Cut one) {
        cut.add(one);
    }

    Caseload sum() {
        return new Caseload(comparison, lost.listed(), gained.listed(), changed, shorter, older, leftOut, cut);
    }

    private static void shorten(List<?> list, int most) {
        if (list.size() > most) {
            list.subList(most, list.size()).clear();
        }
    }

    /** Real ones are kept apart, so that others never push them out. */
    private static final class Alerts {
        private static final Comparator<Differing> ORDER = Comparator.comparing(Differing::severity)
                .reversed()
                .thenComparing(Differing::raisedAt)
                .thenComparing(differing -> differing.alert().id());

        private final List<Differing> real = new ArrayList<>();
        private final List<Differing> others = new ArrayList<>();
        private int all;
        private int reals;

        void add(Differing one) {
            all++;
            reals += one.wasReal() ? 1 : 0;
            List<Differing> kind = one.wasReal() ? real : others;
            kind.add(one);
            if (kind.size() > 2 * MOST_LISTED) {
                kind.sort(ORDER);
                shorten(kind, MOST_LISTED);
            }
        }

        Caseload.Listed listed() {
            return new Caseload.Listed(
                    all,
                    reals,
                    Stream.concat(real.stream().sorted(ORDER), others.stream().sorted(ORDER))
                            .limit(MOST_LISTED)
                            .toList());
        }
    }
}
