package io.derwent.streamjobs.vitals;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of any content from a seed, by the types of their components; what may be absent is so now and then. A component
 * that is added to a record has content too, and a test that compares sees who forgets it.
 */
final class AnyRecord {
    private static final int LONGEST_LIST = 4;
    private static final int MOST_SECONDS = 2_000_000_000;
    private static final int A_BILLION = 1_000_000_000;
    private static final int ID_BYTES = 16;

    private final Random random;

    AnyRecord(long seed) {
        random = new Random(seed);
    }

    <T extends Record> T of(Class<T> type) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            AnnotatedType declared = components[i].getAnnotatedType();
            boolean absent = declared.isAnnotationPresent(Nullable.class) && random.nextInt(3) == 0;
            values[i] = absent ? null : value(components[i].getGenericType());
        }
        try {
            Constructor<T> canonical = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            return canonical.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be made", e);
        }
    }

    private Object value(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return generic.getRawType() == List.class ? list(arguments[0]) : map(arguments[0], arguments[1]);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return of(plain.asSubclass(Record.class));
        }
        if (plain.isEnum()) {
            Object[] constants = plain.getEnumConstants();
            return constants[random.nextInt(constants.length)];
        }
        Supplier<Object> simple = simple().get(plain);
        if (simple == null) {
            throw new IllegalStateException("no way to make a " + plain + ": add one here");
        }
        return simple.get();
    }

    private Map<Class<?>, Supplier<Object>> simple() {
        return Map.of(
                String.class, this::text,
                Instant.class, this::instant,
                BigDecimal.class, () -> BigDecimal.valueOf(random.nextInt(), random.nextInt(5)),
                Long.class, random::nextLong,
                long.class, random::nextLong,
                Integer.class, random::nextInt,
                int.class, random::nextInt,
                Boolean.class, random::nextBoolean,
                boolean.class, random::nextBoolean);
    }

    private String text() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String hex = HexFormat.of().formatHex(bytes);
        return switch (random.nextInt(4)) {
            case 0 -> "again-" + random.nextInt(4);
            case 1 -> hex + "#1~ø";
            case 2 -> hex.toUpperCase(Locale.ROOT);
            default -> hex;
        };
    }

    private Instant instant() {
        int nanos = random.nextInt(A_BILLION);
        long unit = (long) Math.pow(10, 3 * random.nextInt(4));
        return Instant.ofEpochSecond(random.nextInt(MOST_SECONDS), nanos / unit * unit);
    }

    private List<Object> list(Type item) {
        List<Object> items = new ArrayList<>();
        for (int left = random.nextInt(LONGEST_LIST + 1); left > 0; left--) {
            items.add(value(item));
        }
        return List.copyOf(items);
    }

    private Map<Object, Object> map(Type key, Type value) {
        Map<Object, Object> map = new HashMap<>();
        for (int left = random.nextInt(LONGEST_LIST + 1); left > 0; left--) {
            map.put(value(key), value(value));
        }
        return Map.copyOf(map);
    }
}
