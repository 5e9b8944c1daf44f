package io.derwent.console.cases;

import io.derwent.store.PatientCase;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Which of the cases somebody may see they look at.
 *
 * @param team    id of a team, or {@link #NONE}: of patients no team looks after
 * @param pathway code
 * @param place   where the patients live
 */
public record CaseFilter(Show show, Optional<String> team, Optional<String> pathway, Optional<String> place) {
    /** Stands for patients of no team; no team has this id, because ids begin with a letter or digit. */
    public static final String NONE = "-";

    /** Everything. */
    public static final CaseFilter ALL = new CaseFilter(Show.ALL, Optional.empty(), Optional.empty(), Optional.empty());

    /** By who deals with them. */
    public enum Show {
        ALL,
        /** Nobody deals with them. */
        WAITING,
        /** The one who looks does. */
        MINE,
        /** The lead was asked. */
        ESCALATED;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Show> ofCode(String code) {
            return Arrays.stream(values())
                    .filter(show -> show.code().equals(code))
                    .findFirst();
        }
    }

    /** The same of another part. */
    public CaseFilter showing(Show another) {
        return new CaseFilter(another, team, pathway, place);
    }

    /** {@code who}: account of who looks. */
    public boolean includes(PatientCase one, String who) {
        boolean shown =
                switch (show) {
                    case ALL -> true;
                    case WAITING -> one.state() == PatientCase.State.OPEN;
                    case MINE -> one.heldBy().equals(Optional.of(who));
                    case ESCALATED -> one.escalatedAt() != null;
                };
        return shown
                && team.map(id ->
                                id.equals(Optional.ofNullable(one.care().team()).orElse(NONE)))
                        .orElse(true)
                && pathway.map(code -> code.equals(one.care().pathway())).orElse(true)
                && place.map(name -> name.equals(one.care().place())).orElse(true);
    }
}
