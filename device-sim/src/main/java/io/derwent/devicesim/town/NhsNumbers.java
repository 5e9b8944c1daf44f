package io.derwent.devicesim.town;

import io.derwent.model.NhsNumber;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/** NHS numbers from the range beginning with 999, which is never issued to anybody. */
final class NhsNumbers {
    private NhsNumbers() {}

    /**
     * Ten digits, valid, unique for people numbered up to 9,999.
     *
     * @param chance where the other digits come from
     */
    static String forTests(Random chance, int number) {
        Optional<NhsNumber> valid = Optional.empty();
        while (valid.isEmpty()) {
            valid = NhsNumber.beginningWith(String.format(Locale.ROOT, "999%02d%04d", chance.nextInt(100), number));
        }
        return valid.get().digits();
    }
}
