package io.derwent.edge;

import java.time.Duration;
import java.time.Instant;

/**
 * How things stand at a hub, in words for whoever is beside it: a patient, a relative, a nurse.
 *
 * @param headline two or three words
 * @param sentence what that means for the measurements
 * @param advice   what to do about it; empty if nothing need be done
 */
record Situation(Tone tone, String headline, String sentence, String advice) {
    /** A device whose measurement was not taken tries again within this time. */
    private static final Duration RECENTLY = Duration.ofMinutes(15);

    private static final String NOTHING_IS_LOST =
            " Nothing is lost: measurements are kept here and sent by themselves as soon as it works.";

    /** For a colour beside the words. */
    enum Tone {
        GOOD,
        WAITING,
        BAD
    }

    static Situation of(Status status, Instant now) {
        if (takesNothing(status, now)) {
            return new Situation(
                    Tone.BAD,
                    "No room",
                    "The hub cannot keep new measurements, because its %s. What it has is safe."
                            .formatted(isFull(status) ? "queue is full" : "disk does not take them"),
                    isFull(status)
                            ? "It has room again when some have been sent. "
                                    + connection(status).advice()
                            : "Its disk is full or broken. Tell whoever looks after the hub.");
        }
        return connection(status);
    }

    private static boolean takesNothing(Status status, Instant now) {
        return status.refused()
                .last()
                .map(last ->
                        last.reason().isOfStorage() && last.at().plus(RECENTLY).isAfter(now))
                .orElse(false);
    }

    private static boolean isFull(Status status) {
        return status.refused()
                .last()
                .map(last -> last.reason() == LocalRefusal.Reason.FULL)
                .orElse(false);
    }

    private static Situation connection(Status status) {
        if (status.connected()) {
            return status.heldUp() ? heldUp(status) : connected(status);
        }
        return notConnected(status.lastError().map(Forwarder.Problem::trouble).orElse(Trouble.NO_LINE));
    }

    private static Situation connected(Status status) {
        if (status.devicesHeld() > 0) {
            return new Situation(
                    Tone.BAD,
                    "Connected, but %s".formatted(devicesHeld(status.devicesHeld())),
                    "There is no more room for what the gateway refuses. Measurements of other devices are sent.",
                    "Tell whoever looks after the hub: refused measurements must be sent again or removed.");
        }
        String sent = status.queued() == 0 ? "Everything has been sent" : "Measurements are being sent";
        return status.dead() == 0
                ? new Situation(Tone.GOOD, "Connected", sent + ".", "")
                : new Situation(
                        Tone.WAITING,
                        "Connected",
                        "%s, but for %d that the gateway refused.".formatted(sent, status.dead()),
                        "Below it says why, and what helps.");
    }

    private static String devicesHeld(int devices) {
        return devices == 1 ? "one device waits" : devices + " devices wait";
    }

    private static Situation heldUp(Status status) {
        boolean ownDisk = status.lastError()
                .map(problem -> problem.trouble() == Trouble.DISK)
                .orElse(false);
        return ownDisk
                ? new Situation(
                        Tone.BAD,
                        "Connected, but the disk fails",
                        "The hub cannot read what it keeps. It tries again by itself.",
                        "Tell whoever looks after the hub.")
                : new Situation(
                        Tone.WAITING,
                        "Connected, but waiting",
                        "The gateway takes nothing at the moment." + NOTHING_IS_LOST,
                        "If this stays so for an hour, tell whoever looks after the gateway.");
    }

    private static Situation notConnected(Trouble trouble) {
        return switch (trouble) {
            case NO_LINE, TOO_LARGE, DISK ->
                notConnected(
                        Tone.WAITING,
                        "The hub does not reach the gateway.",
                        "Is there Internet on other devices here? If not, ask your provider. If so, check the hub's cable or"
                                + " Wi-Fi, then tell whoever looks after the hub.");
            case NOT_NOW ->
                notConnected(
                        Tone.WAITING,
                        "The gateway takes no connection at the moment.",
                        "If this stays so for an hour, tell whoever looks after the gateway.");
            case NOT_LET_IN ->
                notConnected(
                        Tone.BAD,
                        "The gateway does not let this hub in: its name or password is not right, or it has been switched"
                                + " off there.",
                        "Tell whoever looks after the hub. It is not the Internet.");
            case NAME_IN_USE ->
                notConnected(
                        Tone.BAD,
                        "Another hub uses this hub's name, and only one can be connected.",
                        "Tell whoever looks after the hub. It is not the Internet.");
            case NOT_TRUSTED ->
                notConnected(
                        Tone.BAD,
                        "What answers at the gateway's address cannot prove that it is the gateway.",
                        "Tell whoever looks after the hub. Is its clock right?");
        };
    }

    private static Situation notConnected(Tone tone, String why, String advice) {
        return new Situation(tone, "Not connected", why + NOTHING_IS_LOST, advice);
    }
}
