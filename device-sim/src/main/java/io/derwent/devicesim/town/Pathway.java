package io.derwent.devicesim.town;

import java.util.Locale;

/** What a person of the town is cared for, by the code of the care plan. */
enum Pathway {
    HYPERTENSION,
    OXIMETRY,
    DIABETES,
    VIRTUAL_WARD,
    HEART_FAILURE,
    COPD,
    CARE_HOME,
    WEARABLE;

    /** The code in the console's API: {@code virtual-ward}. */
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
