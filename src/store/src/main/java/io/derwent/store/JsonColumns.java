package io.derwent.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.derwent.model.DeadLetter;
import io.derwent.model.Finding;
import io.derwent.model.Parameter;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What stands in {@code jsonb} columns: small maps by code. Decimals keep the digits the device sent. */
final class JsonColumns {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();
    private static final TypeReference<Map<String, BigDecimal>> DECIMALS = new TypeReference<>() {};
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
    private static final TypeReference<Map<String, Integer>> INTEGERS = new TypeReference<>() {};
    private static final TypeReference<List<DeadLetter.Header>> HEADERS = new TypeReference<>() {};

    private JsonColumns() {}

    static String quantities(Map<Parameter, BigDecimal> quantities) {
        Map<String, BigDecimal> byCode = new TreeMap<>();
        quantities.forEach((parameter, value) -> byCode.put(parameter.code(), value));
        return write(byCode);
    }

    static Map<Parameter, BigDecimal> quantities(String json) {
        Map<Parameter, BigDecimal> quantities = new EnumMap<>(Parameter.class);
        read(json, DECIMALS).forEach((code, value) -> quantities.put(Parameter.ofCode(code), value));
        return quantities;
    }

    static String findings(Map<Finding, String> findings) {
        Map<String, String> byCode = new TreeMap<>();
        findings.forEach((finding, word) -> byCode.put(finding.code(), word));
        return write(byCode);
    }

    static Map<Finding, String> findings(String json) {
        Map<Finding, String> findings = new EnumMap<>(Finding.class);
        read(json, TEXTS).forEach((code, word) -> findings.put(Finding.valueOf(code.toUpperCase(Locale.ROOT)), word));
        return findings;
    }

    static String parts(Map<String, Integer> parts) {
        return write(parts);
    }

    static Map<String, Integer> parts(String json) {
        return read(json, INTEGERS);
    }

    static String headers(List<DeadLetter.Header> headers) {
        return write(headers);
    }

    static List<DeadLetter.Header> headers(String json) {
        return read(json, HEADERS);
    }

    static String texts(Map<String, String> texts) {
        return write(new TreeMap<>(texts));
    }

    static Map<String, String> texts(String json) {
        return read(json, TEXTS);
    }

    private static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of plain values is always JSON", e);
        }
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("column holds " + json + ", not what we wrote", e);
        }
    }
}
