package io.derwent.console.http;

import io.derwent.console.access.Role;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.util.EnumSet;
import java.util.Set;

/**
 * One thing the console answers: a method, a path in Vert.x Web's notation ({@code /api/v1/patients/:id}), who may ask, and
 * what answers. What answers GET answers HEAD too (RFC 9110 §9.3.2), which has no endpoint of its own.
 *
 * @param roles who may ask; empty: anybody, logged in or not
 */
public record Endpoint(HttpMethod method, String path, Set<Role> roles, Handling handling) {
    public static final Set<Role> ANYBODY = Set.of();
    public static final Set<Role> STAFF = Set.of(Role.NURSE, Role.LEAD, Role.ADMINISTRATOR);
    public static final Set<Role> STAFF_AND_PATIENTS = Set.of(Role.NURSE, Role.LEAD, Role.ADMINISTRATOR, Role.PATIENT);
    public static final Set<Role> ADMINISTRATORS = Set.of(Role.ADMINISTRATOR);
    /** Who may see who did what. */
    public static final Set<Role> AUDITORS = Set.of(Role.AUDITOR, Role.ADMINISTRATOR);

    /** Who answers for teams. */
    public static final Set<Role> LEADS = Set.of(Role.LEAD, Role.ADMINISTRATOR);

    /** Who is told of something, and says how. */
    public static final Set<Role> TOLD = Set.of(Role.NURSE, Role.LEAD, Role.PATIENT);

    public static final Set<Role> PATIENTS = Set.of(Role.PATIENT);
    /** Who may look for equipment. */
    public static final Set<Role> EQUIPMENT = Set.of(Role.NURSE, Role.LEAD, Role.ADMINISTRATOR, Role.ESTATES);

    /** Who says what equipment there is, and what reads it where. */
    public static final Set<Role> EQUIPMENT_KEEPERS = Set.of(Role.ADMINISTRATOR, Role.ESTATES);

    public static final Set<Role> EVERYBODY = Set.copyOf(EnumSet.allOf(Role.class));

    public Endpoint {
        roles = Set.copyOf(roles);
    }

    /** How it answers. */
    public sealed interface Handling {
        /** With one whole reply, made on a worker thread. */
        record Whole(Action action) implements Handling {}

        /** Bit by bit, as this content type. */
        record Streamed(String contentType, Stream stream) implements Handling {}
    }

    /**
     * Answers bit by bit, never asked with HEAD. Called on the request's event loop: must not block, may go on writing later.
     * May throw a {@link io.derwent.console.access.Refusal} before it has written anything.
     */
    @FunctionalInterface
    public interface Stream {
        void to(Request request, HttpServerResponse response, StillAdmitted admission);
    }

    /** Whether who asked may still ask: a stream outlives a logout and a lost token. Blocks; worker threads only. */
    @FunctionalInterface
    public interface StillAdmitted {
        boolean check();
    }

    public static Endpoint get(String path, Set<Role> roles, Action action) {
        return new Endpoint(HttpMethod.GET, path, roles, new Handling.Whole(action));
    }

    public static Endpoint post(String path, Set<Role> roles, Action action) {
        return new Endpoint(HttpMethod.POST, path, roles, new Handling.Whole(action));
    }

    public static Endpoint put(String path, Set<Role> roles, Action action) {
        return new Endpoint(HttpMethod.PUT, path, roles, new Handling.Whole(action));
    }

    public static Endpoint delete(String path, Set<Role> roles, Action action) {
        return new Endpoint(HttpMethod.DELETE, path, roles, new Handling.Whole(action));
    }

    public static Endpoint stream(String path, Set<Role> roles, String contentType, Stream stream) {
        return new Endpoint(HttpMethod.GET, path, roles, new Handling.Streamed(contentType, stream));
    }
}
