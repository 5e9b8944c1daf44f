package io.derwent.gs1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.derwent.gs1.InvalidGs1.Rule;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** GS1 Digital Link Standard: URI Syntax; as GS1's reference engine decides where the standard leaves a choice. */
@NullUnmarked // an empty cell of a table is null
class DigitalLinkTest {
    private final Gs1Reader reader =
            Gs1Reader.ofSingleScans(Clock.fixed(Instant.parse("2026-11-26T09:00:00Z"), ZoneOffset.UTC));

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "https://id.gs1.org/8004/5055123HD00417                        | (8004)5055123HD00417",
                "HTTPS://ID.GS1.ORG/8004/5055123HD00417                        | (8004)5055123HD00417",
                "http://a/00/350551230000000013                                | (00)350551230000000013",
                "https://192.0.2.1:8443/8004/5055123HD00417                    | (8004)5055123HD00417",
                "https://a/some/01/stem/8004/5055123HD00417                    | (8004)5055123HD00417",
                "https://a/01/05055123000012/01/05055123000029                 | (01)05055123000029",
                "https://a/01/05055123000012/22/2A/10/LOT7/21/1                | (01)05055123000012(22)2A(10)LOT7(21)1",
                "https://a/01/05055123000012/22/2A/21/1                        | (01)05055123000012(22)2A(21)1",
                "https://a/01/05055123000012/235/X                             | (01)05055123000012(235)X",
                "https://a/414/5055123000012/254/WARD204                       | (414)5055123000012(254)WARD204",
                "https://a/8003/05055123000012TROLLEY12                        | (8003)05055123000012TROLLEY12",
                "https://a/01/05055123000012?17=271231&15=271200               |"
                        + " (01)05055123000012(17)271231(15)271200",
                "https://a/01/05055123000012?linkType=gs1:pip&17=271231&x&=&   | (01)05055123000012(17)271231",
                "https://a/01/05055123000012#17=271231                         | (01)05055123000012",
                "https://a/01/05055123000012?17=271231#?11=1                   | (01)05055123000012(17)271231",
                "https://a/01/05055123000012/10/A+B                            | (01)05055123000012(10)A+B",
                "https://a/01/05055123000012/10/A%2FB%2fC                      | (01)05055123000012(10)A/B/C",
                "https://a/8004/5055123HD1?01=5055123000012                    | (8004)5055123HD1(01)05055123000012",
                "https://a/01/05055123000012/235/X?10=A                        | (01)05055123000012(235)X(10)A",
                "https://a/01/05055123000012?&&&17=271231&&&                   | (01)05055123000012(17)271231",
                "https://a/01/05055123000012?                                  | (01)05055123000012",
                "https://[2001:db8::1]/01/05055123000012                       | (01)05055123000012",
                "https://a/00/faux/00/350551230000000013                       | (00)350551230000000013",
                "https://a/8004/5055123HD%28                                   | (8004)5055123HD\\(",
            })
    void isRead(String uri, String bracketed) {
        assertThat(reader.uri(uri).bracketed()).isEqualTo(bracketed);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                // link                                              | rule         | AI   | at
                "ftp://a/8004/5055123HD1                             | SYNTAX       |      | 0",
                "HtTps://a/8004/5055123HD1                           | SYNTAX       |      | 0",
                "https:///8004/5055123HD1                            | SYNTAX       |      | 8",
                "https://a_b/8004/5055123HD1                         | SYNTAX       |      | 8",
                "https://me@a/8004/5055123HD1                        | SYNTAX       |      | 8",
                "https://8004/5055123HD1                             | DIGITAL_LINK |      | 13",
                "https://a                                           | DIGITAL_LINK |      | 9",
                "https://a/                                          | DIGITAL_LINK |      | 9",
                "https://a/gtin/05055123000012                       | DIGITAL_LINK |      | 10",
                "https://a/8004/5055123HD1/                          | DIGITAL_LINK |      | 25",
                "https://a/8004/5055123HD1/x                         | DIGITAL_LINK |      | 10",
                "https://a/01/5055123000012                          | LENGTH       | 01   | 26",
                "https://a/01/05055123000016                         | CHECK_DIGIT  | 01   | 26",
                "https://a/01//10/LOT7                               | LENGTH       | 01   | 13",
                "https://a/01/05055123000012/21/1/10/LOT7            | DIGITAL_LINK | 10   | 33",
                "https://a/01/05055123000012/10/A/235/X              | DIGITAL_LINK | 235  | 33",
                "https://a/01/05055123000012/254/X                   | DIGITAL_LINK | 254  | 28",
                "https://a/01/05055123000012/21/1/21/1               | DIGITAL_LINK | 21   | 33",
                "https://a/8004/5055123HD1/21/1                      | DIGITAL_LINK | 21   | 26",
                "https://a/01/05055123000012?10=LOT7                 | DIGITAL_LINK | 10   | 28",
                "https://a/01/05055123000012?21=1                    | DIGITAL_LINK | 21   | 28",
                "https://a/8004/5055123HD1?01=5055123000013          | CHECK_DIGIT  | 01   | 41",
                "https://[fe80::1%25lo]/8004/5055123HD1              | SYNTAX       |      | 8",
                "https://a/8004/5055123HD1?254=X                     | DIGITAL_LINK | 254  | 26",
                "https://a/01/05055123000012?17=271231&17=271231     | REPEATED     | 17   | 38",
                "https://a/01/05055123000012?01=05055123000012       | REPEATED     | 01   | 28",
                "https://a/01/05055123000012?17=                     | LENGTH       | 17   | 31",
                "https://a/01/05055123000012?29=1                    | UNKNOWN_AI   | 29   | 28",
                "https://a/01/05055123000012?171=1                   | UNKNOWN_AI   | 171  | 28",
                "https://a/01/05055123000012?3103=000123             | NOT_READ_YET | 3103 | 28",
                "https://a/253/5055123000012                         | NOT_READ_YET | 253  | 10",
                "https://a/8004/5055123HD1/7040/1ABC                 | NOT_READ_YET | 7040 | 26",
                "https://a/8004/5055123%00                           | CHARACTER    | 8004 | 22",
                "https://a/8004/5055123A%20B                         | CHARACTER    | 8004 | 23",
                "https://a/8004/5055123%C3%A9                        | CHARACTER    | 8004 | 22",
                "https://a/8004/5055123%2                            | SYNTAX       | 8004 | 22",
                "https://a/8004/5055123%                             | SYNTAX       | 8004 | 22",
                "https://a/8004/5055123%GG                           | SYNTAX       | 8004 | 22",
                "https://a/8004/5055123HD<1                          | SYNTAX       |      | 24",
                "https://a/01/05055123000012?17=27+231               | CHARACTER    | 17   | 33",
                "https://a/ARHKVAdpQg                                | NOT_READ_YET |      | 10",
                "https://a/gAQSI0VmeIk                               | NOT_READ_YET |      | 10",
                "https://a/catalogue                                 | DIGITAL_LINK |      | 10",
            })
    void isRefused(String uri, Rule rule, String ai, int at) {
        assertThatThrownBy(() -> reader.uri(uri)).isInstanceOfSatisfying(InvalidGs1.class, error -> {
            assertThat(error.rule()).as(error.getMessage()).isEqualTo(rule);
            assertThat(error.ai().orElse(null)).isEqualTo(ai);
            assertThat(error.at()).as(error.getMessage()).isEqualTo(at);
        });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "(01)05055123000012(21)1(10)A/B(22)2A | https://id.gs1.org/01/05055123000012/22/2A/10/A%2FB/21/1",
                "(10)LOT7(01)05055123000012(235)X     |",
                "(8004)5055123HD1(10)A(01)05055123000012 | https://id.gs1.org/8004/5055123HD1?01=05055123000012&10=A",
                "(01)05055123000012(235)X             | https://id.gs1.org/01/05055123000012/235/X",
                "(01)05055123000012(17)271231(15)271200 | https://id.gs1.org/01/05055123000012?17=271231&15=271200",
                "(17)271231(414)5055123000012         | https://id.gs1.org/414/5055123000012?17=271231",
                "(8004)5055123!\"%&'\\()*+,-.          |"
                        + " https://id.gs1.org/8004/5055123%21%22%25%26%27%28%29%2A%2B%2C-.",
                "(8004)5055123/:;<=>?_aZ              | https://id.gs1.org/8004/5055123%2F%3A%3B%3C%3D%3E%3F_aZ",
                "(17)271231                           |",
                "(01)05055123000012(17)271231(17)271230 |",
            })
    void isWrittenInCanonicalForm(String bracketed, String uri) {
        assertThat(reader.text(bracketed).digitalLink().orElse(null)).isEqualTo(uri);
    }
}
