package io.derwent.launcher.gs1;

import io.derwent.gs1.ElementString;
import io.derwent.gs1.Gs1Date;
import io.derwent.gs1.Gs1Message;
import io.derwent.gs1.InvalidGs1;
import java.io.PrintWriter;
import java.time.LocalDate;

/** How messages look to people at a terminal. */
final class Gs1Text {
    private Gs1Text() {}

    /** One line for each element string, then key and link. */
    static void print(Gs1Message message, LocalDate today, PrintWriter out) {
        int width = message.elements().stream()
                .mapToInt(element -> element.hri().length())
                .max()
                .orElse(0);
        message.elements()
                .forEach(element -> out.println(element.hri()
                        + " ".repeat(width - element.hri().length() + 2)
                        + element.ai().title()
                        + date(element, today)));
        message.key().ifPresent(key -> out.println("key           " + key.text()));
        message.digitalLink().ifPresent(link -> out.println("Digital Link  " + link));
        if (message.elements().isEmpty()) {
            out.println("plain text, no GS1 data");
        }
    }

    private static String date(ElementString element, LocalDate today) {
        return element.ai().isDate() ? ", " + Gs1Date.resolve(element.ai().code(), element.value(), today) : "";
    }

    /** The text, a mark below the place, and the rule. */
    static void print(String text, InvalidGs1 error, PrintWriter err) {
        err.println(text.replaceAll("\\p{Cntrl}", "_"));
        err.println(" ".repeat(error.at()) + "^ " + error.getMessage());
    }
}
