package io.derwent.console.push;

import io.derwent.console.access.Caller;
import io.derwent.model.AlertEvent;

/**
 * Somebody who can be told: {@code account/nina}, {@code patient/p-dora} (also one without an account), {@code carer/p-dora}
 * who cares for her; {@code audience/lead} where nobody in an audience could be.
 */
public record Person(Kind kind, String id) {
    /** What somebody is to us. */
    public enum Kind {
        ACCOUNT("account"),
        PATIENT("patient"),
        CARER("carer"),
        AUDIENCE("audience");

        private final String code;

        Kind(String code) {
            this.code = code;
        }
    }

    public static Person patient(String patient) {
        return new Person(Kind.PATIENT, patient);
    }

    public static Person carerOf(String patient) {
        return new Person(Kind.CARER, patient);
    }

    public static Person account(String account) {
        return new Person(Kind.ACCOUNT, account);
    }

    static Person nobodyOf(AlertEvent.Audience audience) {
        return new Person(Kind.AUDIENCE, audience.code());
    }

    /** Who is looking at their own settings: patients are one person however many accounts they have. */
    public static Person of(Caller caller) {
        return caller.patient().map(Person::patient).orElseGet(() -> account(caller.who()));
    }

    /** As tables keep it. */
    public String key() {
        return kind.code + '/' + id;
    }
}
