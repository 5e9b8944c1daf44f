package io.derwent.console.pages;

import io.derwent.console.access.Caller;
import io.derwent.console.http.Assets;
import io.derwent.console.http.Endpoint;
import io.derwent.console.pages.OutageViews.Banner;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is around every page: header, navigation, who is logged in.
 *
 * @param title   of the page, without the service's name
 * @param caller  null before login
 * @param csrf    goes into every form; empty before login
 * @param current path of the navigation entry the page belongs to
 * @param scripts page scripts beyond the usual, by asset name
 * @param outage  the banner about our own outage; null while all is well
 */
public record Shell(
        Texts texts,
        Assets assets,
        String title,
        @Nullable Caller caller,
        String csrf,
        String current,
        List<String> scripts,
        @Nullable Banner outage) {
    public Shell {
        scripts = List.copyOf(scripts);
    }

    /** An entry of the navigation. */
    public record Link(String href, String text, boolean current) {}

    public String text(String key, Object... arguments) {
        return texts.of(key, arguments);
    }

    public String asset(String name) {
        return assets.url(name);
    }

    public boolean loggedIn() {
        return caller != null;
    }

    /** Where open pages ask whether the banner still holds. */
    public String outageFrom() {
        return OutageViews.isForPatient(caller) ? "/outage" : "/outage?for=staff";
    }

    /** The account's id; empty before login. */
    public String user() {
        return caller == null ? "" : caller.who();
    }

    public String name() {
        return caller == null ? "" : caller.name().isEmpty() ? caller.who() : caller.name();
    }

    /** The organisation whose patients are on the page; empty where there is none. */
    public String organisation() {
        return caller == null ? "" : caller.acting().orElse("");
    }

    /** Where whoever can be told of something says how; empty for the others. */
    public List<Link> settings() {
        return caller != null && Endpoint.TOLD.contains(caller.role())
                ? List.of(link("/settings", "nav.settings", ""))
                : List.of();
    }

    /** What the caller's role may go to. */
    public List<Link> links() {
        if (caller == null) {
            return List.of();
        }
        String tenant = caller.administersPlatform()
                ? caller.acting().map(id -> "?tenant=" + id).orElse("")
                : "";
        return switch (caller.role()) {
            case NURSE ->
                List.of(
                        link("/cases", "nav.cases", ""),
                        link("/patients", "nav.patients", ""),
                        link("/pathways", "nav.pathways", ""),
                        link("/equipment", "nav.equipment", ""));
            case LEAD ->
                List.of(
                        link("/cases", "nav.cases", ""),
                        link("/patients", "nav.patients", ""),
                        link("/pathways", "nav.pathways", ""),
                        link("/looks", "nav.looks", ""),
                        link("/equipment", "nav.equipment", ""));
            case AUDITOR -> List.of(link("/audit", "nav.audit", ""));
            case PATIENT -> List.of(link("/me", "nav.own", ""));
            case ADMINISTRATOR ->
                List.of(
                        link("/dead-letters", "nav.dead-letters", tenant),
                        link("/cases", "nav.cases", tenant),
                        link("/patients", "nav.patients", tenant),
                        link("/pathways", "nav.pathways", tenant),
                        link("/equipment", "nav.equipment", tenant),
                        link("/readers", "nav.readers", tenant),
                        link("/unknown-tags", "nav.unknown-tags", tenant));
            case ESTATES ->
                List.of(
                        link("/equipment", "nav.equipment", ""),
                        link("/readers", "nav.readers", ""),
                        link("/unknown-tags", "nav.unknown-tags", ""));
        };
    }

    private Link link(String path, String key, String query) {
        return new Link(path + query, texts.of(key), path.equals(current));
    }
}
