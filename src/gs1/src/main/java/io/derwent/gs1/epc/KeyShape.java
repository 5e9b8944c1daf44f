package io.derwent.gs1.epc;

import io.derwent.gs1.CheckDigit;
import io.derwent.gs1.Giai;
import io.derwent.gs1.Gln;
import io.derwent.gs1.Grai;
import io.derwent.gs1.Gs1Key;
import io.derwent.gs1.Gtin;
import io.derwent.gs1.Sgtin;
import java.util.Optional;

/** How a key falls into the parts of an EPC, and comes together again (TDS 6.3 and 7). */
enum KeyShape {
    /** The indicator digit moves from the front of the GTIN to the front of the item reference. */
    SGTIN {
        @Override
        KeyParts split(Gs1Key key, int prefixLength) {
            if (!(key instanceof Sgtin sgtin)) {
                throw wrongKind(key, "a GTIN with serial number");
            }
            String gtin = sgtin.gtin().value();
            return new KeyParts(
                    gtin.substring(1, 1 + prefixLength),
                    gtin.charAt(0) + gtin.substring(1 + prefixLength, gtin.length() - 1),
                    sgtin.serial());
        }

        @Override
        Gs1Key join(KeyParts parts) {
            String digits = parts.reference().charAt(0)
                    + parts.prefix()
                    + parts.reference().substring(1);
            return new Sgtin(new Gtin(digits + CheckDigit.of(digits)), parts.serial());
        }
    },

    /** Serial 0 says that there is no extension. */
    SGLN {
        @Override
        KeyParts split(Gs1Key key, int prefixLength) {
            if (!(key instanceof Gln gln)) {
                throw wrongKind(key, "a GLN");
            }
            if (gln.extension().equals(NO_EXTENSION)) {
                throw new InvalidEpc("extension 0 of %s cannot be told from none in an EPC".formatted(key));
            }
            String number = gln.number();
            return new KeyParts(
                    number.substring(0, prefixLength),
                    number.substring(prefixLength, number.length() - 1),
                    gln.extension().isEmpty() ? NO_EXTENSION : gln.extension());
        }

        @Override
        Gs1Key join(KeyParts parts) {
            String digits = parts.prefix() + parts.reference();
            return new Gln(digits + CheckDigit.of(digits), parts.serial().equals(NO_EXTENSION) ? "" : parts.serial());
        }
    },

    /** Without the leading zero. */
    GRAI {
        @Override
        KeyParts split(Gs1Key key, int prefixLength) {
            if (!(key instanceof Grai grai)) {
                throw wrongKind(key, "a GRAI");
            }
            if (grai.serial().isEmpty()) {
                throw new InvalidEpc("%s names a kind of asset; an EPC needs a serial number".formatted(key));
            }
            String type = grai.assetType();
            return new KeyParts(
                    type.substring(0, prefixLength), type.substring(prefixLength, type.length() - 1), grai.serial());
        }

        @Override
        Gs1Key join(KeyParts parts) {
            String digits = parts.prefix() + parts.reference();
            return new Grai("0" + digits + CheckDigit.of(digits) + parts.serial());
        }
    },

    /** No check digit, no serial number: the reference is all. */
    GIAI {
        @Override
        KeyParts split(Gs1Key key, int prefixLength) {
            if (!(key instanceof Giai giai)) {
                throw wrongKind(key, "a GIAI");
            }
            if (giai.value().length() <= prefixLength) {
                throw new InvalidEpc(
                        "%s has no reference behind a company prefix of %d digits".formatted(key, prefixLength));
            }
            return new KeyParts(
                    giai.value().substring(0, prefixLength), giai.value().substring(prefixLength), "");
        }

        @Override
        Gs1Key join(KeyParts parts) {
            return new Giai(parts.prefix() + parts.reference());
        }
    };

    /** The shape of keys of this kind; empty if no scheme that is built holds any. */
    static Optional<KeyShape> of(Gs1Key key) {
        if (key instanceof Sgtin) {
            return Optional.of(SGTIN);
        }
        if (key instanceof Gln) {
            return Optional.of(SGLN);
        }
        if (key instanceof Grai) {
            return Optional.of(GRAI);
        }
        return key instanceof Giai ? Optional.of(GIAI) : Optional.empty();
    }

    private static final String NO_EXTENSION = "0";

    /**
     * Cuts a key.
     *
     * @throws InvalidEpc if it is of another kind, or lacks what an EPC needs
     */
    abstract KeyParts split(Gs1Key key, int prefixLength);

    /**
     * Puts a key together, check digit included.
     *
     * @throws io.derwent.gs1.InvalidGs1 if these are not parts of one
     */
    abstract Gs1Key join(KeyParts parts);

    private static InvalidEpc wrongKind(Gs1Key key, String expected) {
        return new InvalidEpc("%s is not %s".formatted(key, expected));
    }
}
