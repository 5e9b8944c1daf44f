package io.derwent.devicesim.estate;

import io.derwent.gs1.CompanyPrefixes;

/**
 * Who owns equipment and places, and the company prefix of its keys. The prefixes are made up: whose they are in the real
 * world, if anybody's, does not matter to a demo.
 */
public enum Organisation {
    COMMUNITY("derby-community", "5055456"),
    HOSPITAL("royal-derby", "5055123");

    private final String tenant;
    private final String prefix;

    Organisation(String tenant, String prefix) {
        this.tenant = tenant;
        this.prefix = prefix;
    }

    public String tenant() {
        return tenant;
    }

    String prefix() {
        return prefix;
    }

    CompanyPrefixes prefixes() {
        return CompanyPrefixes.of(prefix);
    }

    static Organisation ofLetter(String letter) {
        return switch (letter) {
            case "c" -> COMMUNITY;
            case "h" -> HOSPITAL;
            default -> throw new IllegalStateException("no organisation has the letter " + letter);
        };
    }
}
