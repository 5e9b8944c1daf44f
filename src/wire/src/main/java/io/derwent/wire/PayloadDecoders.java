package io.derwent.wire;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every payload format we read, by content type and by what is in it. Content types compare without case and without their
 * parameters (RFC 9110 §8.3.1). What is not listed here is forwarded by the gateway and set aside by the jobs.
 */
public final class PayloadDecoders {
    private final Map<String, PayloadDecoder<DecodedReading>> readings;
    private final Map<String, PayloadDecoder<DecodedPing>> pings;

    public PayloadDecoders(List<PayloadDecoder<DecodedReading>> readings, List<PayloadDecoder<DecodedPing>> pings) {
        this.readings = byContentType(readings);
        this.pings = byContentType(pings);
    }

    public static PayloadDecoders standard() {
        return new PayloadDecoders(List.of(new CanonicalReadingDecoder()), List.of(new CanonicalPingDecoder()));
    }

    /** The decoder of this content type, or empty if no readings come as such. */
    public Optional<PayloadDecoder<DecodedReading>> ofReadings(String contentType) {
        return Optional.ofNullable(readings.get(essence(contentType)));
    }

    /** The decoder of this content type, or empty if no pings come as such. */
    public Optional<PayloadDecoder<DecodedPing>> ofPings(String contentType) {
        return Optional.ofNullable(pings.get(essence(contentType)));
    }

    private static <T> Map<String, PayloadDecoder<T>> byContentType(List<PayloadDecoder<T>> decoders) {
        return decoders.stream()
                .collect(Collectors.toUnmodifiableMap(PayloadDecoder::contentType, Function.identity()));
    }

    private static String essence(String contentType) {
        int parameters = contentType.indexOf(';');
        String essence = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return essence.strip().toLowerCase(Locale.ROOT);
    }
}
