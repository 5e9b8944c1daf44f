package io.derwent.gs1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Gs1KeyTest {
    private static final String CSET_82 =
            "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

    @Property
    void itsTextIsReadAgain(@ForAll("references") String reference, @ForAll("references") String other) {
        Gs1Key giai = new Giai("5055123" + reference);
        Gs1Key place = Gln.parse("5055123000012").within(other);
        Gs1Key item = new Sgtin(Gtin.parse("5055123000012"), reference);

        assertThat(Gs1Key.parse(giai.text())).isEqualTo(giai);
        assertThat(Gs1Key.parse(place.text())).isEqualTo(place);
        assertThat(Gs1Key.parse(item.text())).isEqualTo(item);
    }

    @Property
    void itsDigitalLinkIsReadAgain(@ForAll("references") String reference) {
        Gs1Key key = new Sgtin(Gtin.parse("5055123000012"), reference);

        Clock anyDay = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        assertThat(Gs1Reader.ofWholeMessages(anyDay).uri(key.digitalLink()).key())
                .contains(key);
    }

    @Provide
    Arbitrary<String> references() {
        return Arbitraries.strings().withChars(CSET_82).ofMinLength(1).ofMaxLength(20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(01)05055123000012",
                "(01)05055123000012(21)007",
                "(414)5055123000012",
                "(414)5055123000012(254)WARD204",
                "(00)350551230000000013",
                "(8003)05055123000012",
                "(8003)05055123000012TROLLEY12",
                "(8004)505512300417",
            })
    void eachKindIsReadAsWhatItIs(String text) {
        assertThat(Gs1Key.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(10)LOT7",
                "(01)05055123000012(10)LOT7",
                "(254)WARD204(414)5055123000012",
                "(8004)5055123HD1(8004)5055123HD1",
                "5055123HD1",
            })
    void whatIsNotOneKeyAndNothingElseIsRefused(String text) {
        assertThatThrownBy(() -> Gs1Key.parse(text)).isInstanceOf(InvalidGs1.class);
    }

    @Test
    void whatIsWrongHasAPlaceInTheText() {
        assertThatThrownBy(() -> Gs1Key.parse("(414)5055123000012(254)WARD 204"))
                .isInstanceOfSatisfying(
                        InvalidGs1.class, error -> assertThat(error.at()).isEqualTo(27));
    }

    @ParameterizedTest
    @CsvSource({
        "96385074, 00000096385074",
        "012345678905, 00012345678905",
        "5055123000012, 05055123000012",
        "15055123000019, 15055123000019",
    })
    void aGtinOfAnyLengthHasFourteenDigits(String written, String value) {
        assertThat(Gtin.parse(written).value()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5055123000013", "505512300002", "505512300001X", "٥٠٥٥١٢٣٠٠٠٠١٢"})
    void whatIsNoGtinIsRefused(String text) {
        assertThatThrownBy(() -> Gtin.parse(text)).isInstanceOf(InvalidGs1.class);
    }

    @ParameterizedTest
    @CsvSource({
        "9638507, 4",
        "01234567890, 5",
        "505512300001, 2",
        "0505512300001, 2",
        "35055123000000001, 3",
        "0, 0",
        "9999999999999, 7",
    })
    void checkDigits(String digits, char expected) {
        assertThat(CheckDigit.of(digits)).isEqualTo(expected);
    }

    @Test
    void aGraiIsAKindAndPerhapsOneOfIt() {
        Grai one = Grai.parse("05055123000012TROLLEY12");

        assertThat(one.assetType()).isEqualTo("5055123000012");
        assertThat(one.serial()).isEqualTo("TROLLEY12");
        assertThat(Grai.parse("05055123000012").serial()).isEmpty();
    }

    @Test
    void anOrganisationHasSeveralPrefixes() {
        CompanyPrefixes ours = CompanyPrefixes.of("5055123", "50552071", "50552", "061414");

        assertThat(ours.of(new Giai("50552071012345"))).contains("50552071");
        assertThat(ours.of(new Giai("505529"))).contains("50552");
        assertThat(ours.of(Gtin.parse("5055123000012"))).contains("5055123");
        assertThat(ours.of(Grai.parse("05055123000012X"))).contains("5055123");
        assertThat(ours.of(new Sscc("350551230000000013"))).contains("5055123");
        assertThat(ours.of(new Giai("4012345ABC"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "505", "5055123000012", "505X"})
    void whatIsNoCompanyPrefixIsRefused(String prefix) {
        assertThatIllegalArgumentException().isThrownBy(() -> CompanyPrefixes.of(prefix));
    }
}
