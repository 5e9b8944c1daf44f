package io.derwent.gs1.epc;

import io.derwent.gs1.CompanyPrefixes;
import io.derwent.gs1.Gs1Key;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An EPC: a key, and how a tag holds it. Holding one means that {@link #scheme} can hold the key without loss. The key alone
 * is the identity: two filters, two schemes or two lengths of prefix are still the same thing.
 */
public final class Epc implements Tag {
    /** Characters that a URN escapes (TDS 6.3 and annex A). */
    private static final String ESCAPED = "\"%&/<>?";

    private final EpcScheme scheme;
    private final int filter;
    private final int prefixLength;
    private final Gs1Key key;

    /** Only for what was decoded, or is encoded before anybody sees it. */
    Epc(EpcScheme scheme, int filter, int prefixLength, Gs1Key key) {
        this.scheme = scheme;
        this.filter = filter;
        this.prefixLength = prefixLength;
        this.key = key;
    }

    /**
     * This key in this scheme.
     *
     * @param filter       0 to 7
     * @param prefixLength digits of the company prefix, 6 to 12
     * @throws InvalidEpc if the scheme cannot hold the key without loss
     */
    public static Epc of(EpcScheme scheme, int filter, int prefixLength, Gs1Key key) {
        scheme.encode(filter, prefixLength, key);
        return new Epc(scheme, filter, prefixLength, key);
    }

    /**
     * This key in the shortest scheme that holds it without loss, with filter 0.
     *
     * @param prefixes of the organisation, of which the key must have one
     * @throws InvalidEpc if no scheme that is built holds it, or it has none of these prefixes
     */
    public static Epc of(Gs1Key key, CompanyPrefixes prefixes) {
        int prefixLength = prefixes.of(key)
                .orElseThrow(() -> new InvalidEpc("%s has none of the company prefixes %s"
                        .formatted(key, String.join(", ", prefixes.prefixes()))))
                .length();
        InvalidEpc refused = new InvalidEpc("no scheme that is built holds " + key);
        for (EpcScheme scheme : schemes(key)) {
            try {
                return of(scheme, 0, prefixLength, key);
            } catch (InvalidEpc e) {
                refused = new InvalidEpc(
                        "%s cannot hold %s: %s".formatted(scheme.standardName(), key, e.getMessage()), e);
            }
        }
        throw refused;
    }

    /** Schemes for keys of this kind, shortest first. */
    private static List<EpcScheme> schemes(Gs1Key key) {
        return KeyShape.of(key)
                .map(EpcScheme::ofShape)
                .orElseThrow(() -> new InvalidEpc("no scheme that is built holds " + key));
    }

    public EpcScheme scheme() {
        return scheme;
    }

    /** 0 to 7, for readers that skip what they need not see. No part of the identity. */
    public int filter() {
        return filter;
    }

    /** Digits of the company prefix, which the tag says and a key does not. */
    public int gcpLength() {
        return prefixLength;
    }

    /** The identity. */
    public Gs1Key key() {
        return key;
    }

    @Override
    public String hex() {
        return scheme.encode(filter, prefixLength, key).gen2Hex();
    }

    @Override
    public Optional<Epc> epc() {
        return Optional.of(this);
    }

    /** The key as URN: {@code urn:epc:id:giai:5055123.HD00417}. */
    public String pureIdentityUrn() {
        return "urn:epc:id:%s:%s".formatted(scheme.pureIdentityName(), body());
    }

    /** The key and how the tag holds it: {@code urn:epc:tag:giai-202:0.5055123.HD00417}. */
    public String tagUrn() {
        return "urn:epc:tag:%s:%d.%s".formatted(scheme.tagName(), filter, body());
    }

    private String body() {
        KeyParts parts = scheme.parts(key, prefixLength);
        String body = parts.prefix() + "." + escape(parts.reference());
        return parts.serial().isEmpty() ? body : body + "." + escape(parts.serial());
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (ESCAPED.indexOf(c) < 0) {
                escaped.append(c);
            } else {
                escaped.append("%%%02X".formatted((int) c));
            }
        }
        return escaped.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Epc epc
                && scheme == epc.scheme
                && filter == epc.filter
                && prefixLength == epc.prefixLength
                && key.equals(epc.key);
    }

    @Override
    public int hashCode() {
        return Objects.hash(scheme, filter, prefixLength, key);
    }

    @Override
    public String toString() {
        return tagUrn();
    }
}
