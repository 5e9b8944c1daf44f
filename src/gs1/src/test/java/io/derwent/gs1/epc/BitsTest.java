package io.derwent.gs1.epc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BitsTest {
    record FieldOf(long value, int width) {}

    @Property
    void whatIsWrittenIsRead(@ForAll("fields") @Size(min = 1, max = 12) List<FieldOf> fields) {
        int length = fields.stream().mapToInt(FieldOf::width).sum();
        Bits written = new Bits(length);
        fields.forEach(field -> written.write(field.value(), field.width()));

        Bits read = Bits.ofHex(written.gen2Hex()).orElseThrow();

        assertThat(fields)
                .allSatisfy(field -> assertThat(read.read(field.width())).isEqualTo(field.value()));
        assertThat(read.isZeroFromHere()).isTrue();
    }

    @Property
    void theBitsAreThoseOfOneBigNumber(@ForAll("fields") @Size(min = 1, max = 12) List<FieldOf> fields) {
        Bits written = new Bits(fields.stream().mapToInt(FieldOf::width).sum());
        BigInteger number = BigInteger.ZERO;
        for (FieldOf field : fields) {
            written.write(field.value(), field.width());
            number = number.shiftLeft(field.width()).or(BigInteger.valueOf(field.value()));
        }
        String hex = written.gen2Hex();

        assertThat(new BigInteger(hex, 16)).isEqualTo(number.shiftLeft(hex.length() * 4 - written.length()));
    }

    @Provide
    Arbitrary<List<FieldOf>> fields() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 63),
                        Arbitraries.longs().greaterOrEqual(0))
                .as((width, value) -> new FieldOf(value >>> (63 - width), width))
                .list();
    }

    @Test
    void aFieldDoesNotRunOverItsNeighbours() {
        assertThatIllegalStateException().isThrownBy(() -> new Bits(96).write(8, 3));
        assertThatIllegalStateException().isThrownBy(() -> new Bits(2).write(1, 3));
        assertThatIllegalStateException().isThrownBy(() -> new Bits(2).read(3));
    }
}
