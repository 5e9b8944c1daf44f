package io.derwent.console.pages;

import io.derwent.console.access.Caller;
import io.derwent.console.access.Role;
import io.derwent.console.outage.AlertingPath;
import io.derwent.console.outage.AlertingPath.Part;
import io.derwent.console.outage.AlertingPath.Trouble;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The banner about our own outage, in words: for staff what is silent and what that means, for patients what to do. */
public final class OutageViews {
    /** Followed by the part's code. */
    private static final String SILENT = "outage.silent.";

    private final Texts texts;
    private final UkTimes times;
    private final AlertingPath path;

    OutageViews(Texts texts, UkTimes times, AlertingPath path) {
        this.texts = texts;
        this.times = times;
        this.path = path;
    }

    /**
     * The banner.
     *
     * @param lines  one a part that is silent
     * @param advice what to do
     */
    public record Banner(String title, List<String> lines, String advice) {
        public Banner {
            lines = List.copyOf(lines);
        }
    }

    /** Who is not logged in may be a patient. */
    static boolean isForPatient(@Nullable Caller caller) {
        return caller == null || caller.role() == Role.PATIENT;
    }

    /** What to say now; empty while all is well. */
    Optional<Banner> banner(boolean forPatient) {
        List<Trouble> troubles = path.troubles(times.now());
        if (forPatient) {
            return troubles.stream().allMatch(trouble -> trouble.part() == Part.ASSETS)
                    ? Optional.empty()
                    : Optional.of(new Banner(
                            texts.of("outage.own.title"),
                            List.of(texts.of("outage.own.line")),
                            texts.of("outage.own.advice")));
        }
        if (troubles.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Banner(
                texts.of("outage.title"), troubles.stream().map(this::line).toList(), texts.of("outage.advice")));
    }

    private String line(Trouble trouble) {
        return texts.of(SILENT + trouble.part().code(), times.within(trouble.since()));
    }
}
