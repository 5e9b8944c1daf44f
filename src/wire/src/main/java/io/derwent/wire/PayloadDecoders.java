package io.derwent.wire;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every payload format we read, by content type. Content types compare without case and without their parameters
 * (RFC 9110 §8.3.1). What is not listed here is forwarded by the gateway and set aside by the jobs.
 */
public final class PayloadDecoders {
    private final Map<String, PayloadDecoder> byContentType;

    public PayloadDecoders(List<PayloadDecoder> decoders) {
        byContentType = decoders.stream()
                .collect(Collectors.toUnmodifiableMap(PayloadDecoder::contentType, Function.identity()));
    }

    public static PayloadDecoders standard() {
        return new PayloadDecoders(List.of(new CanonicalReadingDecoder()));
    }

    /** The decoder of this content type, or empty if we do not read it. */
    public Optional<PayloadDecoder> forContentType(String contentType) {
        return Optional.ofNullable(byContentType.get(essence(contentType)));
    }

    private static String essence(String contentType) {
        int parameters = contentType.indexOf(';');
        String essence = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return essence.strip().toLowerCase(Locale.ROOT);
    }
}
