package io.derwent.launcher.safety;

import io.derwent.launcher.safety.Hazard.Control;
import java.util.List;
import java.util.stream.Collectors;

/** The hazard log and the draft of the clinical safety case report, as Markdown. */
final class SafetyReport {
    private SafetyReport() {}

    static String hazardLog(List<Hazard> hazards) {
        StringBuilder log = new StringBuilder("# Hazard log\n\nMade by the build from `docs/safety/hazards`.\n\n");
        log.append(
                "| id | hazard | causes | effect on the care pathway | type | harm | initial risk | controls by design |"
                        + " controls by people | residual risk | owner | status |\n");
        log.append("|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        for (Hazard hazard : hazards) {
            log.append("| ")
                    .append(String.join(
                            " | ",
                            hazard.id(),
                            cell("**%s**. %s".formatted(hazard.name(), hazard.description())),
                            cell(String.join("; ", hazard.causes())),
                            cell(hazard.effect()),
                            cell(hazard.type()),
                            cell(hazard.harm()),
                            hazard.initial().toString(),
                            cell(designed(hazard).stream().map(Control::what).collect(Collectors.joining("; "))),
                            cell(byPeople(hazard).stream()
                                    .map(control -> "%s: %s".formatted(Risk.word(control.kind()), control.what()))
                                    .collect(Collectors.joining("; "))),
                            hazard.residual().toString(),
                            cell(hazard.owner()),
                            cell(hazard.status())))
                    .append(" |\n");
        }
        return log.toString();
    }

    static String safetyCase(List<Hazard> hazards) {
        StringBuilder report = new StringBuilder("""
                # Clinical safety case report (draft)

                Made by the build; a draft until a Clinical Safety Officer has reviewed and signed it (DCB0129). It states what the
                software does about each hazard and which tests show it. The deploying organisation adds its own under DCB0160.

                ## Intended purpose

                Derwent collects measurements that people take at home and shows them, scored by published rules, to the community
                team that looks after them; it asks people to measure again or to act by their care plan. It does not diagnose, it
                replaces no emergency service, and no alert does not mean that somebody is well.

                ## Method

                Hazards are listed in the project and rated on the five by five matrix of NHS hazard logs: 1 and 2 are acceptable,
                3 is undesirable and needs a reason, 4 and 5 are not left. Each control by design names the files that do it and
                tests that fail without it; a build with one missing fails.

                ## Risks

                | hazard | | initial | residual |
                |---|---|---|---|
                """);
        hazards.forEach(hazard -> report.append("| %s | %s | %s | %s |%n"
                .formatted(hazard.id(), cell(hazard.name()), hazard.initial(), hazard.residual())));
        report.append("\n## Hazards and their controls\n");
        hazards.forEach(hazard -> append(report, hazard));
        report.append("\n## Left to the deploying organisation\n\n");
        hazards.forEach(hazard -> byPeople(hazard)
                .forEach(control -> report.append(
                        "- %s, %s: %s%n".formatted(hazard.id(), Risk.word(control.kind()), control.what()))));
        report.append("\n## Signature\n\nNot signed.\n");
        return report.toString();
    }

    private static void append(StringBuilder report, Hazard hazard) {
        report.append("%n### %s %s%n%n%s%n%n".formatted(hazard.id(), hazard.name(), hazard.description()));
        report.append("Harm: %s%n".formatted(hazard.harm()));
        hazard.tolerated().ifPresent(why -> report.append("%nBorne because: %s%n".formatted(why)));
        for (Control control : designed(hazard)) {
            report.append("%n- %s%n".formatted(control.what()));
            control.in().forEach(file -> report.append("  - by `%s`%n".formatted(file)));
            control.evidence().forEach(test -> report.append("  - shown by `%s`%n".formatted(test)));
        }
    }

    private static List<Control> designed(Hazard hazard) {
        return hazard.controls().stream()
                .filter(control -> control.kind() == Control.Kind.DESIGN)
                .toList();
    }

    private static List<Control> byPeople(Hazard hazard) {
        return hazard.controls().stream()
                .filter(control -> control.kind() != Control.Kind.DESIGN)
                .toList();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
