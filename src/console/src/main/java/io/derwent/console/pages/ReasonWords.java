package io.derwent.console.pages;

import io.derwent.model.Finding;
import io.derwent.model.Kind;
import io.derwent.model.Parameter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reasons of rules that look back, ask a carer or wait: sentences in which codes and units stand, as a nurse reads them. */
final class ReasonWords {
    private static final String MEAN = "mean ";

    private final UnaryOperator<String> limit;
    private final Map<String, String> byCode = new TreeMap<>();
    private final Pattern codes;

    /** @param limit a single limit in words; other texts with times as clocks here show them */
    ReasonWords(Texts texts, UnaryOperator<String> limit) {
        this.limit = limit;
        for (Kind kind : Kind.values()) {
            byCode.put(kind.code(), within(texts.coded("kind", kind.code())));
        }
        for (Parameter parameter : Parameter.values()) {
            byCode.put(parameter.code(), within(texts.coded("parameter", parameter.code())));
            byCode.put(parameter.ucum(), texts.coded("unit", parameter.code()));
        }
        for (Kind.Field field : Kind.SOFT_SIGNS.fields()) {
            Finding sign = ((Kind.Field.Word) field).finding();
            byCode.put(sign.code(), texts.coded("finding." + sign.code(), Finding.YES));
        }
        codes = Pattern.compile(byCode.keySet().stream()
                .sorted((one, other) -> Integer.compare(other.length(), one.length()))
                .map(Pattern::quote)
                .collect(Collectors.joining("|", "(?<![\\w/])(?:", ")(?![\\w/])")));
    }

    /** {@code weight up 2.4 kg from 78.6, more than 2.0 within 3 days}. */
    String inWords(String reason) {
        if (reason.startsWith(MEAN)) {
            String ofWhat = reason.substring(MEAN.length());
            String spelled = limit.apply(ofWhat);
            return spelled.equals(ofWhat) ? reason : MEAN + within(spelled);
        }
        return codes.matcher(limit.apply(reason)).replaceAll(code -> byCode.getOrDefault(code.group(), code.group()));
    }

    private static String within(String sentence) {
        return sentence.substring(0, 1).toLowerCase(Locale.UK) + sentence.substring(1);
    }
}
