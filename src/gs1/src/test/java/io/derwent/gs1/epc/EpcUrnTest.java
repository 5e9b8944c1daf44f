package io.derwent.gs1.epc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.derwent.gs1.InvalidGs1;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@NullUnmarked // table rows are maps whose columns are there
class EpcUrnTest {
    static Stream<Map<String, String>> built() {
        return WorkedExamplesTest.built();
    }

    @ParameterizedTest
    @MethodSource("built")
    void aUrnNamesTheKeyThatItsTagHolds(Map<String, String> row) {
        assertThat(EpcUrn.key(row.get("pure_identity_uri")).text()).isEqualTo(row.get("element_string"));
        assertThat(EpcUrn.key(row.get("epc_tag_uri")).text()).isEqualTo(row.get("element_string"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "urn:epc:id:giai:5055123, is no EPC URN",
        "urn:epc:id:giai, is no EPC URN",
        "urn:epc:tag:giai-202:9.5055123.A, is no EPC URN",
        "urn:epc:id:sscc:5055123.4711, 'sscc is not read, sgtin, sgln, grai, giai are'",
        "urn:epc:id:sgtin:5055123.012345, a reference in digits and a serial number are expected",
        "urn:epc:id:sgtin:5055123..1, a reference in digits and a serial number are expected",
        "urn:epc:id:grai:5055123.0x001.1, a reference in digits and a serial number are expected",
    })
    void whatIsNoneIsRefusedWithTheRule(String urn, String sentence) {
        assertThatThrownBy(() -> EpcUrn.key(urn))
                .isInstanceOf(InvalidEpc.class)
                .hasMessageContaining(urn)
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource({"urn:epc:id:sgtin:5055123.0123456.1", "urn:epc:id:sgtin:5055123.01234.1", "urn:epc:id:giai:5055123.A B"
    })
    void partsThatMakeNoKeyAreRefused(String urn) {
        assertThatThrownBy(() -> EpcUrn.key(urn)).isInstanceOf(InvalidGs1.class);
    }
}
