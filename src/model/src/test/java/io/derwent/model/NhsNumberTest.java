package io.derwent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table holds numbers worked by hand and two of the UK Core examples (Apache-2.0); none is anybody's. */
class NhsNumberTest {
    @ParameterizedTest(name = "{0}: {2}")
    @CsvFileSource(resources = "/nhs-numbers.csv", numLinesToSkip = 1)
    void everyExampleIsJudgedAsItShould(String text, String valid, String why) {
        if (valid.equals("yes")) {
            assertThat(NhsNumber.parse(text).digits()).hasSize(10).containsOnlyDigits();
        } else {
            assertThatThrownBy(() -> NhsNumber.parse(text)).isInstanceOf(InvalidNhsNumber.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "943 476 5919",
                "943-476-5919",
                " 9434765919 ",
                "943\u00a0476\u00a05919",
                "943\u202f476\u20095919",
                "943\u2011476\u20115919",
                "943 \u2013 476 \u2013 5919",
                "943\u2010476\u20105919"
            })
    void spacesAndHyphensAreIgnored(String text) {
        NhsNumber number = NhsNumber.parse(text);

        assertThat(number.digits()).isEqualTo("9434765919");
        assertThat(number.spaced()).isEqualTo("943 476 5919");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "9434765918 ~ modulus 11",
                "943476591 ~ ten digits are expected, not 9",
                "94347659190 ~ ten digits are expected, not 11",
                "' - ' ~ ten digits are expected, not 0",
                "943476591X ~ only digits",
                "943\t476\t5919 ~ only digits",
                "943.476.5919 ~ only digits",
                "+9434765919 ~ only digits",
                "٩٤٣٤٧٦٥٩١٩ ~ only digits",
                "９４３４７６５９１９ ~ only digits",
                "0000000000 ~ nobody's number",
                "999 999 9999 ~ nobody's number",
                "1234567890 ~ modulus 11",
            })
    void whatIsWrongIsNamed(String text, String reason) {
        assertThatThrownBy(() -> NhsNumber.parse(text))
                .isInstanceOfSatisfying(
                        InvalidNhsNumber.class, e -> assertThat(e.reason()).contains(reason))
                .hasMessageContaining(text.strip());
    }

    @Test
    void oneInElevenBeginningsHasNoCheckDigit() {
        assertThat(NhsNumber.beginningWith("943476591")).hasValue(new NhsNumber("9434765919"));
        assertThat(NhsNumber.beginningWith("999000001")).hasValue(new NhsNumber("9990000018"));
        assertThat(NhsNumber.beginningWith("987654321")).hasValue(new NhsNumber("9876543210"));
        assertThat(NhsNumber.beginningWith("123456789")).isEmpty();
        assertThat(NhsNumber.beginningWith("999999999")).isEmpty();
    }

    @Test
    void holdingOneMeansThatItIsValid() {
        assertThatThrownBy(() -> new NhsNumber("943 476 5919")).isInstanceOf(InvalidNhsNumber.class);
    }

    @Test
    void digitsAreShownInGroupsWhetherOrNotTheyAreValid() {
        assertThat(NhsNumber.spaced("0000000000")).isEqualTo("000 000 0000");
    }
}
