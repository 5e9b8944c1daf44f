package io.derwent.gs1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.derwent.gs1.InvalidGs1.Rule;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullUnmarked // an empty cell of a table is null
class Gs1ReaderTest {
    private static final Clock TODAY = Clock.fixed(Instant.parse("2026-11-26T09:00:00Z"), ZoneOffset.UTC);

    private final Gs1Reader reader = Gs1Reader.ofWholeMessages(TODAY);

    @Nested
    class ScanData {
        @ParameterizedTest(name = "{0}")
        @CsvSource(
                delimiter = '|',
                value = {
                    "]d2010505512300001217271231 10LOT7 21A1 | (01)05055123000012(17)271231(10)LOT7(21)A1",
                    "]C1010505512300001217271231 10LOT7      | (01)05055123000012(17)271231(10)LOT7",
                    "]e0010505512300001210LOT7 17271231      | (01)05055123000012(10)LOT7(17)271231",
                    "]J180045055123HD00417                   | (8004)5055123HD00417",
                    "]Q380045055123HD00417                   | (8004)5055123HD00417",
                    "80045055123HD00417                      | (8004)5055123HD00417",
                    "]d2~80045055123HD00417~~                | (8004)5055123HD00417",
                    "]d20105055123000012~~10LOT7~21A1        | (01)05055123000012(10)LOT7(21)A1",
                    "]d24145055123000012254WARD204           | (414)5055123000012(254)WARD204",
                    "]d2010505512300001210A(1)               | (01)05055123000012(10)A\\(1)",
                    "]E05055123000012                        | (01)05055123000012",
                    "]E00012345678905                        | (01)00012345678905",
                    "]E496385074                             | (01)00000096385074",
                    "]Q1https://id.gs1.org/8004/5055123HD%2F1| (8004)5055123HD/1",
                    "]d1HTTP://EXAMPLE.COM/8004/5055123HD1   | (8004)5055123HD1",
                    "https://example.com/8004/5055123HD1     | (8004)5055123HD1",
                })
        void isRead(String scan, String bracketed) {
            assertThat(reader.scan(separated(scan)).bracketed()).isEqualTo(bracketed);
        }

        @Test
        void plainTextIsAnEmptyMessage() {
            assertThat(reader.scan("]d1ABC").elements()).isEmpty();
            assertThat(reader.scan("]Q1").elements()).isEmpty();
        }

        @Test
        void theSeparatorTellsALotFromASerialNumber() {
            String text = "]C1010505512300001210LOT7~211";

            assertThat(reader.scan(separated(text)).value("10")).contains("LOT7");
            assertThat(reader.scan(text.replace("~", "")).value("10"))
                    .as("what a decoder makes of it that swallows separators")
                    .contains("LOT7211");
        }

        @ParameterizedTest(name = "{0}: {1}")
        @CsvSource(
                delimiter = '|',
                value = {
                    // scan                               | rule           | AI   | at
                    "]C0010505512300001210LOT7            | SYMBOLOGY      |      | 0",
                    "]X0010505512300001210LOT7            | SYMBOLOGY      |      | 0",
                    "]                                    | SYMBOLOGY      |      | 0",
                    "]d2                                  | SYNTAX         |      | 3",
                    "]d2~                                 | SYNTAX         |      | 4",
                    "]d20                                 | SYNTAX         |      | 3",
                    "]d2ABC                               | SYNTAX         |      | 3",
                    "]d2010505512300001210LOT7^211        | SYNTAX         |      | 25",
                    "]d2010505512300001210LOT7<GS>211     | SYNTAX         |      | 25",
                    "]d201050551230000                    | LENGTH         | 01   | 17",
                    "]d2010505512~000012                  | LENGTH         | 01   | 12",
                    "]d20105055123000016                  | CHECK_DIGIT    | 01   | 18",
                    "]d20105055123000012X                 | SYNTAX         |      | 19",
                    "]d201050551230000A2                  | CHARACTER      | 01   | 17",
                    "]d2010505512300001210                | LENGTH         | 10   | 21",
                    "]d201050551230000121012345678901234567890X | LENGTH   | 10   | 41",
                    "]d2010505512300001210LOT 7           | CHARACTER      | 10   | 24",
                    "]d2010505512300001211260230          | DATE           | 11   | 25",
                    "]d2010505512300001217261301          | DATE           | 17   | 23",
                    "]d2010505512300001217260001          | DATE           | 17   | 23",
                    "]d2010505512300001217270229          | DATE           | 17   | 25",
                    "]d2010505512300001250                | UNKNOWN_AI     | 50   | 19",
                    "]d201050551230000120412345678901234561012 | UNKNOWN_AI | 04  | 19",
                    "]d2010505512300001204123456          | LENGTH         | 04   | 27",
                    "]d201050551230000123103000123        | NOT_READ_YET   | 3103 | 19",
                    "]d201050551230000123199000123        | UNKNOWN_AI     | 3199 | 19",
                    "]d201050551230000123103              | LENGTH         | 3103 | 23",
                    "]d201050551230000127040              | NOT_READ_YET   | 7040 | 19",
                    "]d2010505512300001231                | SYNTAX         |      | 19",
                    "]d2800315055123000012                | CONTENT        | 8003 | 7",
                    "]d2800305055123000013                | CHECK_DIGIT    | 8003 | 20",
                    "]d280030505512300001                 | LENGTH         | 8003 | 20",
                    "]d280030505512300001212345678901234567 | LENGTH       | 8003 | 37",
                    "]d28004505                           | COMPANY_PREFIX | 8004 | 10",
                    "]d280045055123456789012345678901234567890123 | LENGTH | 8004 | 37",
                    "]d28004HD00417                       | COMPANY_PREFIX | 8004 | 7",
                    "]E0505512300001                      | LENGTH         |      | 15",
                    "]E05055123000016                     | CHECK_DIGIT    | 01   | 15",
                    "]E4963850745                         | LENGTH         |      | 12",
                    "]E49638507A                          | CHARACTER      | 01   | 10",
                    "]d2010505512300001210A~10B           | REPEATED       | 10   | 23",
                    "]d2010505512300001221A~235B          | EXCLUDED       | 21   | 19",
                    "]d2254WARD204                        | REQUIRED       | 254  | 3",
                    "]d221A                               | REQUIRED       | 21   | 3",
                    "]d2010505512300001212260101          | REQUIRED       | 12   | 19",
                    "]Q1https://example.com/about         | DIGITAL_LINK   |      | 23",
                })
        void isRefused(String scan, Rule rule, String ai, int at) {
            assertThatThrownBy(() -> reader.scan(separated(scan))).isInstanceOfSatisfying(InvalidGs1.class, error -> {
                assertThat(error.rule()).as(error.getMessage()).isEqualTo(rule);
                assertThat(error.ai().orElse(null)).isEqualTo(ai);
                assertThat(error.at()).as(error.getMessage()).isEqualTo(at);
            });
        }

        private String separated(String scan) {
            return scan.replace(' ', '~').replace("LOT~7", "LOT 7").replace('~', '\u001d');
        }
    }

    @Nested
    class BracketedText {
        @ParameterizedTest(name = "{0}: {1}")
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '"',
                value = {
                    "8004)5055123HD1                      | SYNTAX         |      | 0",
                    "(8004                                | SYNTAX         |      | 0",
                    "(8)5055123HD1                        | SYNTAX         |      | 0",
                    "(80041)5055123HD1                    | SYNTAX         |      | 0",
                    "(80X4)5055123HD1                     | SYNTAX         |      | 0",
                    "(8004)                               | LENGTH         | 8004 | 6",
                    "(8004)5055123HD(1)                   | SYNTAX         |      | 15",
                    "(01)05055123000012(10)A\\(1 2)        | CHARACTER      | 10   | 26",
                    "(01)05055123000012(10)A\\B            | CHARACTER      | 10   | 23",
                    "(99)ABC                              | NOT_READ_YET   | 99   | 1",
                    "(98765)ABC                           | SYNTAX         |      | 0",
                    "(29)ABC                              | UNKNOWN_AI     | 29   | 1",
                    "(414)5055123000012(414)5055123000029 | REPEATED       | 414  | 19",
                })
        void isRefused(String text, Rule rule, String ai, int at) {
            assertThatThrownBy(() -> reader.text(text)).isInstanceOfSatisfying(InvalidGs1.class, error -> {
                assertThat(error.rule()).as(error.getMessage()).isEqualTo(rule);
                assertThat(error.ai().orElse(null)).isEqualTo(ai);
                assertThat(error.at()).as(error.getMessage()).isEqualTo(at);
            });
        }

        @Test
        void nothingIsRefused() {
            assertThatThrownBy(() -> reader.text("")).isInstanceOf(InvalidGs1.class);
            assertThatThrownBy(() -> reader.scan("")).isInstanceOf(InvalidGs1.class);
            assertThatThrownBy(() -> reader.uri("")).isInstanceOf(InvalidGs1.class);
        }

        @Test
        void escapesAreUndoneAndDoneAgain() {
            Gs1Message message = reader.text("(01)05055123000012(10)\\(1)\\(2)");

            assertThat(message.value("10")).contains("(1)(2)");
            assertThat(message.bracketed()).isEqualTo("(01)05055123000012(10)\\(1)\\(2)");
            assertThat(message.hri()).isEqualTo("(01) 05055123000012 (10) (1)(2)");
        }
    }

    @Test
    void theSameElementStringTwiceIsOne() {
        assertThat(reader.scan("]d2800450551231\u001d800450551231").bracketed()).isEqualTo("(8004)50551231");
    }

    @Test
    void aSingleScanMayHoldAPartOfTheMessage() {
        Gs1Reader single = Gs1Reader.ofSingleScans(TODAY);

        assertThat(single.read("(21)ABC").value("21")).contains("ABC");
        assertThat(single.read("(21)ABC").key()).isEmpty();
        assertThat(single.read("(21)ABC").digitalLink()).isEmpty();
    }

    @Test
    void theMessageNamesTheRule() {
        assertThatThrownBy(() -> reader.text("(01)05055123000016"))
                .hasMessage("AI (01): the check digit of 05055123000016 is 6, 2 is expected");
        assertThatThrownBy(() -> reader.text("(3103)000123")).hasMessage("AI (3103) NET WEIGHT (kg) is not read yet");
        assertThatThrownBy(() -> reader.text("(29)1")).hasMessage("AI (29) is unknown");
        assertThatThrownBy(() -> reader.text("(254)WARD204")).hasMessage("AI (254) needs AI (414) beside it");
    }

    @Test
    void aLabelMayCarryTwoKeys() {
        Gs1Message message = reader.text("(01)05055123000012(21)7(8004)5055123HD1");

        assertThat(message.keys()).containsExactly(new Sgtin(new Gtin("05055123000012"), "7"), new Giai("5055123HD1"));
        assertThat(message.digitalLink()).contains("https://id.gs1.org/01/05055123000012/21/7?8004=5055123HD1");
    }

    @Test
    void fixedLengthsAreEncodedFirst() {
        Gs1Message message = reader.text("(01)05055123000012(21)12345(10)LOT7(17)271231");

        assertThat(message.scanData()).isEqualTo("0105055123000012172712312112345\u001d10LOT7");
    }
}
