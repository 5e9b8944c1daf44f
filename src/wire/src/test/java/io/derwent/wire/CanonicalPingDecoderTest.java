package io.derwent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.derwent.model.Mark;
import io.derwent.model.Ping;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalPingDecoderTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final String MESSAGE =
            "{'reader':'reader-1','antenna':2,'epc':'3415348a4c000000000001a1','rssi':-58,'time':'2026-11-22T08:05:00Z'}";

    private final PayloadDecoder<DecodedPing> decoder = new CanonicalPingDecoder();

    @Test
    void aPingKeepsWhatTheReaderSaid() {
        assertThat(decode(MESSAGE))
                .containsExactly(new DecodedPing(
                        0, "reader-1", 2, "3415348A4C000000000001A1", -58_00, Instant.parse("2026-11-22T08:05:00Z")));
    }

    @Test
    void onlyReaderAndTagMustBeThere() {
        assertThat(decode("{'reader':'5055123000012.BAY/3','epc':'E280','rssi':null,'antenna':null,'time':null}"))
                .containsExactly(new DecodedPing(0, "5055123000012.BAY/3", 1, "E280", null, null));
    }

    @Test
    void anArrayIsReadInItsOrderAndMayBeEmpty() {
        List<DecodedPing> pings = decode("[{'reader':'r','epc':'00AA'},{'reader':'r','epc':'00BB','colour':'blue'}]");

        assertThat(pings).extracting(DecodedPing::element).containsExactly(0, 1);
        assertThat(pings).extracting(DecodedPing::epc).containsExactly("00AA", "00BB");
        assertThat(decode("[]")).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "-58.5,-5850",
        "-58.505,-5851",
        "-58.504,-5850",
        "-128,-12800",
        "127,12700",
        "-5.85e1,-5850",
        "0,0",
    })
    void strengthsAreKeptInHundredths(String rssi, int cdbm) {
        assertThat(decode("{'reader':'r','epc':'00AA','rssi':" + rssi + "}")
                        .get(0)
                        .rssiCdbm())
                .isEqualTo(cdbm);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            quoteCharacter = '|',
            delimiter = '~',
            value = {
                "not JSON ~ {'reader' ~ not JSON",
                "something follows ~ []{} ~ not JSON: something follows the value at line 1, column",
                "a text ~ 'reader' ~ one JSON object or an array of objects is expected",
                "nothing ~ || ~ one JSON object or an array of objects is expected",
                "no reader ~ {'epc':'00AA'} ~ required field reader is missing",
                "no tag ~ {'reader':'r'} ~ required field epc is missing",
                "no tag in the second ~ [{'reader':'r','epc':'00AA'},{'reader':'r'}] ~ element 1: required field epc is missing",
                "an array in the array ~ [[]] ~ element 0: an object is expected, not []",
                "null in the array ~ [null] ~ element 0: an object is expected, not null",
                "no reader's name ~ {'reader':'Ward 3','epc':'00AA'} ~ reader is \"Ward 3\", a device id or a GLN with or without",
                "an empty name ~ {'reader':'','epc':'00AA'} ~ reader is \"\", a device id",
                "a number for a name ~ {'reader':7,'epc':'00AA'} ~ reader is 7, a text is expected",
                "no hexadecimal ~ {'reader':'r','epc':'00AG'} ~ epc is \"00AG\", 4 to 124 hexadecimal digits are expected",
                "too short a tag ~ {'reader':'r','epc':'00A'} ~ epc is \"00A\", 4 to 124",
                "a number for a tag ~ {'reader':'r','epc':1234} ~ epc is 1234, a text is expected",
                "half an antenna ~ {'reader':'r','epc':'00AA','antenna':1.5} ~ antenna is 1.5, a whole number from 0 to 65535",
                "antenna below none ~ {'reader':'r','epc':'00AA','antenna':-1} ~ antenna is -1, a whole number from 0 to 65535",
                "too high an antenna ~ [{'reader':'r','epc':'00AA','antenna':65536}] ~ element 0: antenna is 65536, a whole",
                "a text for strength ~ {'reader':'r','epc':'00AA','rssi':'-58'} ~ rssi is \"-58\", a number is expected",
                "in hundredths ~ {'reader':'r','epc':'00AA','rssi':-5350} ~ rssi is -5350, -128 to 127 dBm is expected",
                "just too weak ~ {'reader':'r','epc':'00AA','rssi':-128.001} ~ rssi is -128.001, -128 to 127 dBm",
                "just too strong ~ {'reader':'r','epc':'00AA','rssi':127.001} ~ rssi is 127.001, -128 to 127 dBm",
                "Zebra's offset ~ {'reader':'r','epc':'00AA','time':'2026-03-02T09:15:30.319+0000'} ~ time is \"2026-03-02T09:15:30.319+0000\", an RFC 3339 time with offset",
                "a time in numbers ~ {'reader':'r','epc':'00AA','time':1764000000} ~ time is 1764000000, a text is expected",
                "the same field twice ~ {'reader':'r','epc':'00AA','epc':'00AB'} ~ Duplicate field",
            })
    void aWrongMessageIsRefusedWithTheRule(String name, String message, String reason) {
        assertThatThrownBy(() -> decode(message))
                .isInstanceOf(InvalidPayload.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aThousandPingsAreReadAndNoMore() {
        String ping = "{'reader':'r','epc':'00AA'}";
        String thousand = String.join(",", java.util.Collections.nCopies(1000, ping));

        assertThat(decode("[" + thousand + "]")).hasSize(1000);
        assertThatThrownBy(() -> decode("[" + thousand + "," + ping + "]"))
                .isInstanceOf(InvalidPayload.class)
                .hasMessage("the array has 1001 elements, at most 1000 are expected");
    }

    @ParameterizedTest(name = "{0} digits: {1}")
    @CsvSource({"3,false", "4,true", "21,true", "124,true", "125,false"})
    void aTagIsAsLongAsItsMemoryCanBe(int digits, boolean valid) {
        String message = "{'reader':'r','epc':'" + "A".repeat(digits) + "'}";

        if (valid) {
            assertThat(decode(message).get(0).epc()).hasSize(digits);
        } else {
            assertThatThrownBy(() -> decode(message)).isInstanceOf(InvalidPayload.class);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "2026-11-22T12:05:00Z,2026-11-22T12:05:00Z,",
        "2026-11-22T12:05:01Z,2026-11-22T12:00:00Z,DEVICE_CLOCK_AHEAD",
        "2020-01-01T00:00:00.123456789Z,2020-01-01T00:00:00.123456Z,",
        "null,2026-11-22T09:00:00Z,NO_DEVICE_TIME",
    })
    void aReadersClockIsBelievedAsAnyDevices(String sent, Instant effectiveTime, Mark mark) {
        String time = sent.equals("null") ? sent : "'" + sent + "'";

        Ping ping = decode("{'reader':'5055123000012','antenna':3,'epc':'00aa','rssi':-58,'time':" + time + "}")
                .get(0)
                .of("derby", "reader-1", NOON, NOON.minusSeconds(3 * 3600));

        Set<Mark> marks = mark == null ? Set.of() : Set.of(mark);
        assertThat(ping).isEqualTo(new Ping("derby", "reader-1", 3, "00AA", -58_00, effectiveTime, NOON, marks));
    }

    @Test
    void theGatewayFindsItAndReadingsAreNotPings() {
        PayloadDecoders decoders = PayloadDecoders.standard();

        assertThat(decoders.ofPings("Application/vnd.derwent.ping+JSON; charset=utf-8"))
                .isPresent();
        assertThat(decoders.ofReadings("application/vnd.derwent.ping+json")).isEmpty();
        assertThat(decoders.ofReadings("application/vnd.derwent.reading+json")).isPresent();
        assertThat(decoders.ofPings("application/vnd.derwent.reading+json")).isEmpty();
    }

    /** The published schema and the decoder say the same of these. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "true ~ {'reader':'reader-1','antenna':2,'epc':'3415348A4C000000000001A1','rssi':-58,'time':'2026-11-22T08:05:00Z'}",
                "true ~ {'reader':'5055123000012','epc':'0000'}",
                "true ~ {'reader':'5055123000012.BAY/3','epc':'0000'}",
                "true ~ {'reader':'5055123000012.ABCDEFGHIJKLMNOPQRST','epc':'0000'}",
                "true ~ {'reader':'a:b_c.d-e','epc':'abcDEF012'}",
                "true ~ {'reader':'r','epc':'0000','antenna':0}",
                "true ~ {'reader':'r','epc':'0000','antenna':65535}",
                "true ~ {'reader':'r','epc':'0000','antenna':7.0}",
                "true ~ {'reader':'r','epc':'0000','antenna':null,'rssi':null,'time':null}",
                "true ~ {'reader':'r','epc':'0000','rssi':-128}",
                "true ~ {'reader':'r','epc':'0000','rssi':127.0}",
                "true ~ {'reader':'r','epc':'0000','rssi':-58.123456}",
                "true ~ {'reader':'r','epc':'0000','reads':3}",
                "true ~ []",
                "true ~ [{'reader':'r','epc':'0000'},{'reader':'r','epc':'0001'}]",
                "false ~ {}",
                "false ~ null",
                "false ~ 'r'",
                "false ~ [[]]",
                "false ~ [{}]",
                "false ~ [null]",
                "false ~ {'reader':'r'}",
                "false ~ {'reader':null,'epc':'0000'}",
                "false ~ {'reader':'r','epc':null}",
                "false ~ {'reader':'5055123000012.BAY 3','epc':'0000'}",
                "false ~ {'reader':'5055123000012./ABCDEFGHIJKLMNOPQRST','epc':'0000'}",
                "false ~ {'reader':'505512300001/1','epc':'0000'}",
                "false ~ {'reader':'','epc':'0000'}",
                "false ~ {'reader':['r'],'epc':'0000'}",
                "false ~ {'reader':'r','epc':'000'}",
                "false ~ {'reader':'r','epc':'00 00'}",
                "false ~ {'reader':'r','epc':'0x00'}",
                "false ~ {'reader':'r','epc':0}",
                "false ~ {'reader':'r','epc':'0000','antenna':'1'}",
                "false ~ {'reader':'r','epc':'0000','antenna':-1}",
                "false ~ {'reader':'r','epc':'0000','antenna':65536}",
                "false ~ {'reader':'r','epc':'0000','antenna':1.5}",
                "false ~ {'reader':'r','epc':'0000','rssi':true}",
                "false ~ {'reader':'r','epc':'0000','rssi':-128.01}",
                "false ~ {'reader':'r','epc':'0000','rssi':127.01}",
                "false ~ {'reader':'r','epc':'0000','time':'2026-11-22T08:05:00'}",
                "false ~ {'reader':'r','epc':'0000','time':''}",
                "false ~ [{'reader':'r','epc':'0000'},{'reader':'r','epc':'0000','rssi':'x'}]",
            })
    void thePublishedSchemaAgrees(String line) throws IOException {
        String[] parts = line.split(" ~ ", -1);
        boolean valid = Boolean.parseBoolean(parts[0]);
        String json = parts[1].replace('\'', '"');

        assertThat(schema().validate(json, InputFormat.JSON).isEmpty()).isEqualTo(valid);
        assertThat(decodes(json)).isEqualTo(valid);
    }

    @Property
    void anyBytesAreReadOrRefused(@ForAll byte[] bytes) {
        try {
            decoder.decode(bytes);
        } catch (InvalidPayload e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private boolean decodes(String json) {
        try {
            decoder.decode(json.getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (InvalidPayload e) {
            return false;
        }
    }

    private static Schema schema() throws IOException {
        try (InputStream in = CanonicalPingDecoderTest.class.getResourceAsStream("/schemas/ping.schema.json")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(text);
        }
    }

    private List<DecodedPing> decode(String message) {
        return decoder.decode((message == null ? "" : message.replace('\'', '"')).getBytes(StandardCharsets.UTF_8));
    }
}
