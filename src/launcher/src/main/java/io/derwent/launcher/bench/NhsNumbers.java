package io.derwent.launcher.bench;

import io.derwent.model.NhsNumber;
import java.util.Locale;
import java.util.Optional;

/** NHS numbers with a right check digit from the range that is never given to anybody (999 …). */
final class NhsNumbers {
    private static final int NEXT_TRY = 100_000;

    private NhsNumbers() {}

    /** The same number for the same index, another for each index below 100,000. */
    static String number(int index) {
        Optional<NhsNumber> valid = Optional.empty();
        for (int candidate = index; valid.isEmpty(); candidate += NEXT_TRY) {
            valid = NhsNumber.beginningWith(String.format(Locale.ROOT, "999%06d", candidate));
        }
        return valid.get().digits();
    }
}
