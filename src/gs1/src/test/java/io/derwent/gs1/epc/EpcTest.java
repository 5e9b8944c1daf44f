package io.derwent.gs1.epc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.derwent.gs1.CheckDigit;
import io.derwent.gs1.CompanyPrefixes;
import io.derwent.gs1.Csv;
import io.derwent.gs1.Giai;
import io.derwent.gs1.Gln;
import io.derwent.gs1.Grai;
import io.derwent.gs1.Gs1Key;
import io.derwent.gs1.Gtin;
import io.derwent.gs1.Sgtin;
import io.derwent.gs1.Sscc;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@NullUnmarked // table rows are maps whose columns are there
class EpcTest {
    private static final CompanyPrefixes OURS = CompanyPrefixes.of("5055123", "061414");
    private static final String CSET_82 =
            "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

    /** A key whose serial number (or reference, where there is none) is the given one. */
    private static Gs1Key key(EpcScheme scheme, String prefix, String serial) {
        String digits = prefix + "1".repeat(12 - prefix.length());
        return switch (scheme) {
            case SGTIN_96 -> {
                String gtin = "9" + digits;
                yield new Sgtin(new Gtin(gtin + CheckDigit.of(gtin)), serial);
            }
            case SGLN_96 -> new Gln(digits + CheckDigit.of(digits), serial);
            case GRAI_96 -> new Grai("0" + digits + CheckDigit.of(digits) + serial);
            case GIAI_96, GIAI_202 -> new Giai(prefix + serial);
        };
    }

    /** Every numeric scheme with every length of prefix, and how many bits its serial number has then. */
    static Stream<Arguments> numericSchemes() {
        List<Arguments> all = new ArrayList<>();
        for (int length = 6; length <= 12; length++) {
            String prefix = "505512312345".substring(0, length);
            all.add(Arguments.of(EpcScheme.SGTIN_96, prefix, 38));
            all.add(Arguments.of(EpcScheme.SGLN_96, prefix, 41));
            all.add(Arguments.of(EpcScheme.GRAI_96, prefix, 38));
            all.add(Arguments.of(EpcScheme.GIAI_96, prefix, giaiBits(length)));
        }
        return all.stream();
    }

    private static int giaiBits(int prefixLength) {
        return Csv.rows(EpcTest.class, "partitions.csv").stream()
                .filter(row -> row.get("scheme").equals("GIAI-96")
                        && row.get("gcp_digits").equals(Integer.toString(prefixLength)))
                .mapToInt(row -> Integer.parseInt(row.get("other_bits")))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("numericSchemes")
    void aNumberIsHeldUpToItsLastBit(EpcScheme scheme, String prefix, int bits) {
        BigInteger most = BigInteger.TWO.pow(bits).subtract(BigInteger.ONE);
        List<String> held = List.of("1", Long.toString(1L << 37), most.toString());

        for (String serial : held) {
            Epc epc = Epc.of(scheme, 0, prefix.length(), key(scheme, prefix, serial));

            assertThat(epc.hex()).hasSize(24);
            assertThat(Tag.read(epc.hex())).isEqualTo(epc);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("numericSchemes")
    void oneMoreIsRefused(EpcScheme scheme, String prefix, int bits) {
        String more = BigInteger.TWO.pow(bits).toString();
        Gs1Key key = key(scheme, prefix, more);

        assertThatThrownBy(() -> Epc.of(scheme, 0, prefix.length(), key))
                .isInstanceOf(InvalidEpc.class)
                .hasMessageContaining("is %s, at most %d can be held".formatted(more, (1L << bits) - 1));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("numericSchemes")
    void zerosInFrontAreNotLost(EpcScheme scheme, String prefix, int bits) {
        for (String serial : List.of("00", "01", "00417")) {
            assertThatThrownBy(() -> Epc.of(scheme, 0, prefix.length(), key(scheme, prefix, serial)))
                    .isInstanceOf(InvalidEpc.class)
                    .hasMessageContaining("is \"%s\", the zeros in front would be lost".formatted(serial));
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("numericSchemes")
    void lettersAreRefused(EpcScheme scheme, String prefix, int bits) {
        assertThatThrownBy(() -> Epc.of(scheme, 0, prefix.length(), key(scheme, prefix, "1A")))
                .isInstanceOf(InvalidEpc.class)
                .hasMessageContaining("is \"1A\", only digits can be held");
    }

    @ParameterizedTest
    @CsvSource({"SGTIN_96", "GRAI_96", "GIAI_96"})
    void zeroIsANumber(EpcScheme scheme) {
        Epc epc = Epc.of(scheme, 7, 7, key(scheme, "5055123", "0"));

        assertThat(Tag.read(epc.hex())).isEqualTo(epc);
        assertThat(epc.pureIdentityUrn()).endsWith(".0");
    }

    @Test
    void extensionZeroIsNone() {
        Gln place = Gln.parse("5055123000012");

        assertThat(Tag.read(Epc.of(place, OURS).hex()).epc().orElseThrow().key())
                .isEqualTo(place);
        assertThatThrownBy(() -> Epc.of(place.within("0"), OURS))
                .isInstanceOf(InvalidEpc.class)
                .hasMessageContaining("cannot be told from none");
    }

    @Test
    void nothingIsRoundedAbove2To53() {
        Giai giai = new Giai("0614149007199254740993");

        Epc epc = Epc.of(giai, OURS);

        assertThat(epc.scheme()).isEqualTo(EpcScheme.GIAI_96);
        assertThat(epc.pureIdentityUrn()).isEqualTo("urn:epc:id:giai:061414.9007199254740993");
        assertThat(Tag.read(epc.hex()).epc().orElseThrow().key()).isEqualTo(giai);
    }

    @Property
    void everyNumberIsReadAgain(@ForAll("epcs") Epc epc) {
        assertThat(Tag.read(epc.hex())).isEqualTo(epc);
    }

    @Provide
    Arbitrary<Epc> epcs() {
        return Combinators.combine(
                        Arbitraries.of(EpcScheme.SGTIN_96, EpcScheme.SGLN_96, EpcScheme.GRAI_96, EpcScheme.GIAI_96),
                        Arbitraries.integers().between(0, 7),
                        Arbitraries.strings().numeric().ofMinLength(6).ofMaxLength(12),
                        Arbitraries.longs().between(1, (1L << 38) - 1))
                .as((scheme, filter, prefix, serial) ->
                        Epc.of(scheme, filter, prefix.length(), key(scheme, prefix, Long.toString(serial))));
    }

    @Property
    void everyReferenceIsReadAgain(
            @ForAll("references") String reference, @ForAll @IntRange(min = 6, max = 12) int prefixLength) {
        String prefix = "505512312345".substring(0, prefixLength);
        int most = 30 - prefixLength;
        Giai giai = new Giai(prefix + reference.substring(0, Math.min(most, reference.length())));

        Epc epc = Epc.of(EpcScheme.GIAI_202, 0, prefixLength, giai);

        assertThat(epc.hex()).hasSize(52);
        assertThat(Tag.read(epc.hex())).isEqualTo(epc);
        assertThat(Tag.read(epc.hex().substring(0, 51))).isEqualTo(epc);
    }

    @Provide
    Arbitrary<String> references() {
        return Arbitraries.strings().withChars(CSET_82).ofMinLength(1).ofMaxLength(24);
    }

    @Test
    void theLongestReferenceOfEachPrefixIsHeld() {
        for (Map<String, String> row : Csv.rows(EpcTest.class, "partitions.csv")) {
            if (row.get("scheme").equals("GIAI-202")) {
                String prefix = "505512312345".substring(0, Integer.parseInt(row.get("gcp_digits")));
                int most = Integer.parseInt(row.get("other_digits_or_max_chars"));
                Epc epc = Epc.of(EpcScheme.GIAI_202, 0, prefix.length(), new Giai(prefix + "z".repeat(most)));

                assertThat(Tag.read(epc.hex())).isEqualTo(epc);
                assertThat(prefix.length() + most).as("no GIAI is longer").isEqualTo(30);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "(8004)5055123417,                 GIAI_96",
        "(8004)505512300417,               GIAI_202",
        "(8004)5055123HD00417,             GIAI_202",
        "(8004)5055123288230376151711744,  GIAI_202",
        "(8004)5055123288230376151711743,  GIAI_96",
        "(01)05055123000012(21)12,         SGTIN_96",
        "(414)5055123000012,               SGLN_96",
        "(414)5055123000012(254)5,         SGLN_96",
        "(8003)050551230000129,            GRAI_96",
    })
    void theShortestSchemeThatLosesNothingIsChosen(String key, EpcScheme scheme) {
        Epc epc = Epc.of(Gs1Key.parse(key), OURS);

        assertThat(epc.scheme()).isEqualTo(scheme);
        assertThat(epc.filter()).isZero();
        assertThat(Tag.read(epc.hex()).epc().orElseThrow().key()).hasToString(key);
    }

    @ParameterizedTest
    @CsvSource({
        "(01)05055123000012(21)012,        'SGTIN-96 cannot hold (01)05055123000012(21)012: serial number is \"012\","
                + " the zeros in front would be lost'",
        "(01)05055123000012,               no scheme that is built holds (01)05055123000012",
        "(00)350551230000000013,           no scheme that is built holds (00)350551230000000013",
        "(8003)05055123000012,             GRAI-96 cannot hold (8003)05055123000012: (8003)05055123000012 names a kind"
                + " of asset; an EPC needs a serial number",
        "(8004)5055123,                    GIAI-202 cannot hold (8004)5055123: (8004)5055123 has no reference behind a"
                + " company prefix of 7 digits",
        "(8004)4012345ABC,                 '(8004)4012345ABC has none of the company prefixes 5055123, 061414'",
        "(414)5055123000012(254)WARD204,   'SGLN-96 cannot hold (414)5055123000012(254)WARD204: serial number is"
                + " \"WARD204\", only digits can be held'",
    })
    void whatNoSchemeHoldsIsRefused(String key, String sentence) {
        assertThatThrownBy(() -> Epc.of(Gs1Key.parse(key), OURS))
                .isInstanceOf(InvalidEpc.class)
                .hasMessage(sentence);
    }

    @Test
    void schemesAreForTheirKeys() {
        assertThatThrownBy(() -> Epc.of(EpcScheme.GIAI_96, 0, 7, new Sscc("350551230000000013")))
                .isInstanceOf(InvalidEpc.class)
                .hasMessage("(00)350551230000000013 is not a GIAI");
        assertThatThrownBy(() -> Epc.of(EpcScheme.GIAI_96, 8, 7, new Giai("50551231")))
                .isInstanceOf(InvalidEpc.class);
        assertThatThrownBy(() -> Epc.of(EpcScheme.GIAI_96, 0, 5, new Giai("50551231")))
                .isInstanceOf(InvalidEpc.class);
        assertThatThrownBy(() -> Epc.of(EpcScheme.GIAI_96, 0, 13, new Giai("505512312345678")))
                .isInstanceOf(InvalidEpc.class);
    }

    @Test
    void lettersAreNoPartOfACompanyPrefix() {
        assertThatThrownBy(() -> Epc.of(EpcScheme.GIAI_202, 0, 7, new Giai("5055ABC1")))
                .isInstanceOf(InvalidEpc.class)
                .hasMessage("company prefix is \"5055ABC\", 7 digits are expected");
    }

    @Test
    void theFilterIsNoPartOfTheIdentity() {
        Giai giai = new Giai("5055123417");
        Epc railVehicle = Epc.of(EpcScheme.GIAI_96, 1, 7, giai);

        assertThat(railVehicle).isNotEqualTo(Epc.of(giai, OURS));
        assertThat(Tag.read(railVehicle.hex()).epc().orElseThrow().key()).isEqualTo(giai);
    }
}
