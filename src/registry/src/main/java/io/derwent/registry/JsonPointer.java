package io.derwent.registry;

import java.util.Arrays;
import java.util.regex.Pattern;

/** Names a member within a document, as {@code /ext/room} does. Source: RFC 6901. */
@SuppressWarnings("ArrayRecordComponent") // bound as a statement's text[] parameter, never compared
record JsonPointer(String[] path) {
    private static final Pattern SYNTAX = Pattern.compile("(/([^/~]|~[01])*)+");

    /**
     * Reads a pointer.
     *
     * @throws RegistryRefusal INVALID; also for the empty pointer, which names the whole document
     */
    static JsonPointer parse(String text) {
        if (!SYNTAX.matcher(text).matches()) {
            throw RegistryRefusal.invalid(
                    "field is \"%s\", a JSON pointer such as /enabled is expected".formatted(text));
        }
        return new JsonPointer(Arrays.stream(text.substring(1).split("/", -1))
                .map(step -> step.replace("~1", "/").replace("~0", "~"))
                .toArray(String[]::new));
    }
}
