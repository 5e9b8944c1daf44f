package io.derwent.gs1.epc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.derwent.gs1.Csv;
import io.derwent.gs1.epc.UnreadTag.Reason;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@NullUnmarked // table rows are maps whose columns are there
class TagTest {
    private static final String GIAI_96 = "3415348A4C000000000001A1";
    private static final String GIAI_202 = "3815348A4E44460C1A316E000000000000000000000000000000";

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        // hex                                | reason         | sentence
        "'',                          INVALID, 0 bits hold no EPC",
        "34g5,                        NOT_HEXADECIMAL, '\"34g5\" is not hexadecimal'",
        "'34 15',                     NOT_HEXADECIMAL, '\"34 15\" is not hexadecimal'",
        "٣٤,                          NOT_HEXADECIMAL, '\"٣٤\" is not hexadecimal'",
        "3,                           INVALID, 4 bits hold no EPC",
        "000000000000000000000000,    UNPROGRAMMED, header 00: the tag is not programmed",
        "00,                          UNPROGRAMMED, header 00: the tag is not programmed",
        "e2801190200050000000abcd,    TID, 'header E2: this is a TID, the chip''s own number, not an EPC'",
        "7b0000000000000000000000,    UNKNOWN_HEADER, header 7B announces no EPC scheme",
        "ff0000000000000000000000,    UNKNOWN_HEADER, header FF announces no EPC scheme",
        "3114257BF4499602D2000000,    NOT_READ_YET, SSCC-96 is not read yet",
        "FA5055123000000000000000,    NOT_READ_YET, GIAI+ is not read yet",
        "EE5055123000000000000000,    NOT_READ_YET, GIAI++ is not read yet",
        "3415348A4C000000000001A,     INVALID, 'GIAI-96: 92 bits are there, GIAI-96 has 96'",
        "34,                          INVALID, 'GIAI-96: 8 bits are there, GIAI-96 has 96'",
        "341D348A4C000000000001A1,    INVALID, 'GIAI-96: partition is 7, 0 to 6 are valid'",
        "3417FFFFFC000000000001A1,    INVALID, 'GIAI-96: company prefix is 16777215, which has more than 7 digits'",
        "3415348A4C000000000001A18,   INVALID, 'GIAI-96: there is more behind the 96 bits of GIAI-96'",
        "3415348A4C000000000001A10000000000000001, INVALID, 'GIAI-96: there is more behind the 96 bits of GIAI-96'",
        "3035348A4FFFFFC00000000C,    INVALID, 'SGTIN-96: reference is 1048575, which has more than 6 digits'",
        "3815348A4C0000000000000000000000000000000000000000000, INVALID, 'GIAI-202: reference is empty'",
        "3815348A4E44000C1A316E000000000000000000000000000000, INVALID, 'GIAI-202: reference is \"H@\" with more behind its end'",
    })
    void isKeptWithItsBitsAndAReason(String hex, Reason reason, String sentence) {
        assertThat(Tag.read(hex)).isInstanceOfSatisfying(UnreadTag.class, tag -> {
            assertThat(tag.reason()).as(tag.sentence()).isEqualTo(reason);
            assertThat(tag.sentence()).isEqualTo(sentence);
            assertThat(tag.hex()).isEqualTo(hex.toUpperCase(java.util.Locale.ROOT));
        });
    }

    @Test
    void whereThePrefixTakesAllDigitsNoReferenceIsLeft() {
        Bits bits = new Bits(EpcScheme.SGLN_96.bits());
        bits.write(0x32, 8);
        bits.write(0, 3);
        bits.write(0, 3);
        bits.write(505512312345L, 40);
        bits.write(1, 1);

        assertThat(Tag.read(bits.gen2Hex()))
                .isInstanceOfSatisfying(
                        UnreadTag.class,
                        tag -> assertThat(tag.sentence())
                                .isEqualTo("SGLN-96: reference is 1, which has more than 0 digits"));
    }

    @Test
    void charactersOutsideCset82AreNoReference() {
        Bits bits = new Bits(EpcScheme.GIAI_202.bits());
        bits.write(0x38, 8);
        bits.write(0, 3);
        bits.write(5, 3);
        bits.write(5055123, 24);
        bits.write('$', 7);

        assertThat(Tag.read(bits.gen2Hex()))
                .isInstanceOfSatisfying(
                        UnreadTag.class,
                        tag -> assertThat(tag.sentence()).startsWith("GIAI-202: AI (8004): '$' is not allowed there"));
    }

    @ParameterizedTest
    @CsvSource({
        GIAI_96 + "," + GIAI_96,
        GIAI_96 + "0000," + GIAI_96,
        GIAI_96 + "0," + GIAI_96,
        GIAI_96 + "00000000000000000000000000000000," + GIAI_96,
        GIAI_202 + "," + GIAI_202,
        GIAI_202 + "0000," + GIAI_202,
        "3815348A4E44460C1A316E00000000000000000000000000000," + GIAI_202,
    })
    void zerosBehindTheEpcArePadding(String hex, String canonical) {
        assertThat(Tag.read(hex)).isInstanceOf(Epc.class).isEqualTo(Tag.read(canonical));
        assertThat(Tag.read(hex).hex()).isEqualTo(canonical);
    }

    static Stream<String> headers() {
        return IntStream.range(0, 256).mapToObj("%02X"::formatted);
    }

    @ParameterizedTest
    @MethodSource("headers")
    void everyHeaderIsAScheme(String header) {
        boolean announcesAnEpc = Csv.rows(TagTest.class, "epc_headers.csv").stream()
                .filter(row -> row.get("header_hex").equals(header))
                .map(row -> row.get("status"))
                .anyMatch(status -> status.startsWith("current") || status.equals("deprecated"));

        Tag tag = Tag.read(header + "FFFFFFFFFFFFFFFFFFFFFF");

        assertThat(tag)
                .isInstanceOfSatisfying(
                        UnreadTag.class,
                        unread -> assertThat(
                                        unread.reason() == Reason.NOT_READ_YET || unread.reason() == Reason.INVALID)
                                .as(unread.sentence())
                                .isEqualTo(announcesAnEpc));
    }

    @Property
    void nothingFailsAndWhatIsReadIsWrittenAgain(@ForAll("bits") String hex) {
        Tag tag = Tag.read(hex);

        if (tag instanceof Epc epc) {
            assertThat(hex).startsWith(epc.hex().substring(0, epc.scheme().bits() / 4));
            assertThat(Epc.of(epc.scheme(), epc.filter(), epc.gcpLength(), epc.key()))
                    .isEqualTo(epc);
        } else {
            assertThat(tag.hex()).isEqualTo(hex);
        }
    }

    @Property
    void noTextFails(@ForAll String anything) {
        assertThatCode(() -> Tag.read(anything)).doesNotThrowAnyException();
    }

    @Provide
    Arbitrary<String> bits() {
        Arbitrary<String> body =
                Arbitraries.strings().withChars("0123456789ABCDEF").ofLength(22);
        Arbitrary<String> padding = Arbitraries.of("", "0000", "00000000000000000000000000000000");
        return Combinators.combine(Arbitraries.of("30", "32", "33", "34", "38", "31", "FA", "7B"), body, padding)
                .as((header, rest, zeros) -> header + rest + zeros);
    }

    @Test
    void everyPartitionTableSharesTheSameBits() {
        for (Map<String, String> row : Csv.rows(TagTest.class, "partitions.csv")) {
            if (!row.get("gcp_bits").isEmpty()) {
                long most = (long) Math.pow(10, Integer.parseInt(row.get("gcp_digits"))) - 1;
                assertThat(most >>> Integer.parseInt(row.get("gcp_bits")))
                        .as("%s", row)
                        .isZero();
            }
        }
    }
}
