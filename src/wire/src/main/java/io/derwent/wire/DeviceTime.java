package io.derwent.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.regex.Pattern;

/** Times in payloads: RFC 3339 date-time, the offset mandatory. */
final class DeviceTime {
    private static final Pattern RFC_3339 =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}[Tt ]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?([Zz]|[+-]\\d{2}:\\d{2})");

    private DeviceTime() {}

    /**
     * The instant a text names.
     *
     * @throws InvalidPayload if it is not RFC 3339, lacks the offset, or names a day or hour that does not exist
     */
    static Instant parse(String field, String text) {
        if (!RFC_3339.matcher(text).matches()) {
            throw unreadable(field, text);
        }
        try {
            return OffsetDateTime.parse(text.toUpperCase(Locale.ROOT).replace(' ', 'T'))
                    .toInstant();
        } catch (DateTimeException e) {
            throw unreadable(field, text);
        }
    }

    private static InvalidPayload unreadable(String field, String text) {
        String shown = text.length() > 40 ? text.substring(0, 40) + "…" : text;
        return new InvalidPayload("%s is \"%s\", an RFC 3339 time with offset is expected, such as 2026-11-22T08:05:00Z"
                .formatted(field, shown));
    }
}
